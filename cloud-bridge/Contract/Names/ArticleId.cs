using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>Names an article. See <see cref="Name"/> for what it may look like.</summary>
[JsonConverter(typeof(ArticleIdConverter))]
public readonly record struct ArticleId
{
    private readonly string? text;

    private ArticleId(string text) => this.text = text;

    /// <summary>Reads the text form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ArticleId id)
    {
        id = Name.IsGood(text) ? new ArticleId(Name.Text(text)) : default;
        return id.text is not null;
    }

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static ArticleId Parse(string text) =>
        TryParse(text, out var id) ? id : throw Name.Bad(text, "article");

    /// <summary>The text form.</summary>
    public override string ToString() => text ?? "";
}
