using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>A language that a guest reads: the two letters of ISO 639-1, such as <c>fr</c>.</summary>
[JsonConverter(typeof(LanguageTagConverter))]
public readonly record struct LanguageTag
{
    /// <summary>What it must look like, for messages.</summary>
    public const string Expected = "two letters of a-z, as in ISO 639-1: fr";

    private readonly string? text;

    private LanguageTag(string text) => this.text = text;

    /// <summary>Reads the text form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out LanguageTag tag)
    {
        tag = text.Length == 2 && char.IsAsciiLetterLower(text[0]) && char.IsAsciiLetterLower(text[1])
            ? new LanguageTag(text.ToString())
            : default;
        return tag.text is not null;
    }

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static LanguageTag Parse(string text) => TryParse(text, out var tag)
        ? tag
        : throw new FormatException($"'{text}' is no language: expected {Expected}.");

    /// <summary>The text form.</summary>
    public override string ToString() => text ?? "";
}
