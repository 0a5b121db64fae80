using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>Names a terminal. See <see cref="Name"/> for what it may look like.</summary>
[JsonConverter(typeof(TerminalIdConverter))]
public readonly record struct TerminalId
{
    private readonly string? text;

    private TerminalId(string text) => this.text = text;

    /// <summary>Reads the text form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TerminalId id)
    {
        id = Name.IsGood(text) ? new TerminalId(text.ToString()) : default;
        return id.text is not null;
    }

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static TerminalId Parse(string text) =>
        TryParse(text, out var id) ? id : throw Name.Bad(text, "terminal");

    /// <summary>The text form.</summary>
    public override string ToString() => text ?? "";
}
