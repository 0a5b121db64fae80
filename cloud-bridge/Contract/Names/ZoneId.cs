using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>Names a place that gates lead into and out of. See <see cref="Name"/> for what it may look like.</summary>
[JsonConverter(typeof(ZoneIdConverter))]
public readonly record struct ZoneId
{
    private readonly string? text;

    private ZoneId(string text) => this.text = text;

    /// <summary>Reads the text form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ZoneId id)
    {
        id = Name.IsGood(text) ? new ZoneId(Name.Text(text)) : default;
        return id.text is not null;
    }

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static ZoneId Parse(string text) =>
        TryParse(text, out var id) ? id : throw Name.Bad(text, "zone");

    /// <summary>The text form.</summary>
    public override string ToString() => text ?? "";
}
