using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>Names a site. See <see cref="Name"/> for what it may look like.</summary>
[JsonConverter(typeof(SiteIdConverter))]
public readonly record struct SiteId
{
    private readonly string? text;

    private SiteId(string text) => this.text = text;

    /// <summary>Reads the text form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SiteId id)
    {
        id = Name.IsGood(text) ? new SiteId(text.ToString()) : default;
        return id.text is not null;
    }

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static SiteId Parse(string text) =>
        TryParse(text, out var id) ? id : throw Name.Bad(text, "site");

    /// <summary>The text form.</summary>
    public override string ToString() => text ?? "";
}
