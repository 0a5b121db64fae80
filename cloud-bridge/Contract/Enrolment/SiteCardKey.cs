namespace CloudBridge.Contract;

/// <summary>A master key by which a site's terminals prove cards of one population: docs/cards.md.</summary>
/// <param name="Population">Cards that were provisioned alike.</param>
/// <param name="Use"><c>proof</c> or <c>sunMeta</c>. Keys that change cards are never on a terminal.</param>
/// <param name="Version">From 1: one that is left out is retired.</param>
/// <param name="Key">16 bytes, as hexadecimal digits.</param>
public sealed record SiteCardKey(string Population, string Use, int Version, string Key)
{
    private const int Digits = 32;
    private const int HighestVersion = 255;
    private const string Issuer = "issuer";

    private static readonly string[] Uses = ["proof", "sunMeta"];

    /// <summary>What is wrong with it; null when nothing is. It never repeats the key.</summary>
    public string? Flaw() =>
        !Name.IsGood(Population) ? $"population: expected {Name.Expected}"
        : Use == Issuer ? $"{Population}: {Issuer}: keys that change cards must not be on a terminal; take them out"
        : !Uses.Contains(Use, StringComparer.Ordinal) ? $"{Population}: expected {string.Join(" or ", Uses)}"
        : Version is < 1 or > HighestVersion ? $"{Population}: expected a version from 1 to {HighestVersion}"
        : Key.Length != Digits || !Key.All(char.IsAsciiHexDigit)
            ? $"{this}: expected {Digits} hexadecimal digits"
        : null;

    /// <summary>Says which it is, not what it holds.</summary>
    public override string ToString() => $"{Population} {Use} {Version}";
}
