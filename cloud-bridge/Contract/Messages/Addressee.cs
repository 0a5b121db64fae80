using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// Whom a signed object is meant for; it stands in the payload, so that what was signed for one cannot be shown to
/// another.
/// </summary>
[JsonConverter(typeof(AddresseeConverter))]
public readonly record struct Addressee
{
    /// <summary>What an addressee must look like, for messages.</summary>
    public const string Expected = "ledger, terminals, or terminal/NAME";

    private const string TerminalPrefix = "terminal/";
    private readonly string? text;

    private Addressee(string text) => this.text = text;

    /// <summary>The site's ledger.</summary>
    public static Addressee Ledger { get; } = new("ledger");

    /// <summary>All terminals of the site.</summary>
    public static Addressee Terminals { get; } = new("terminals");

    /// <summary>One terminal.</summary>
    public static Addressee Of(TerminalId terminal) => new(TerminalPrefix + terminal);

    /// <summary>Reads the text form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Addressee addressee)
    {
        addressee = text is "ledger" ? Ledger
            : text is "terminals" ? Terminals
            : IsTerminal(text) ? new Addressee(text.ToString())
            : default;
        return addressee.text is not null;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => text ?? "";

    private static bool IsTerminal(ReadOnlySpan<char> text) =>
        text.StartsWith(TerminalPrefix, StringComparison.Ordinal) &&
        Name.IsGood(text[TerminalPrefix.Length..]);
}
