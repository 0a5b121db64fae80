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
    public static bool TryParse(string? text, out Addressee addressee)
    {
        addressee = default;
        if (text is not ("ledger" or "terminals") && !IsTerminal(text))
            return false;
        addressee = new Addressee(text!);
        return true;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => text ?? "";

    private static bool IsTerminal(string? text) =>
        text is not null && text.StartsWith(TerminalPrefix, StringComparison.Ordinal) &&
        Name.IsGood(text[TerminalPrefix.Length..]);
}
