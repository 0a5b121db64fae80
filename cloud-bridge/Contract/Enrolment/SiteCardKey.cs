using System.Buffers;

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

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    /// <summary>What is wrong with it; null when nothing is. It never repeats the key.</summary>
    public string? Flaw() => Flaw(Name(), Key.Length == Digits && Key.All(char.IsAsciiHexDigit));

    /// <summary>Which it is.</summary>
    public SiteCardKeyName Name() => new(Population, Use, Version);

    /// <summary>Has it the form of a key?</summary>
    /// <param name="json">A string of JSON with its quotes, as it stands there.</param>
    internal static bool IsKey(ReadOnlySpan<byte> json) =>
        json.Length == Digits + 2 && json[0] == '"' && !json[1..^1].ContainsAnyExcept(HexDigits) && json[^1] == '"';

    /// <summary>What is wrong with a key of this name; null when nothing is.</summary>
    internal static string? Flaw(SiteCardKeyName name, bool isKey) =>
        !Contract.Name.IsGood(name.Population) ? $"population: expected {Contract.Name.Expected}"
        : name.Use == Issuer
            ? $"{name.Population}: {Issuer}: keys that change cards must not be on a terminal; take them out"
        : !Uses.Contains(name.Use, StringComparer.Ordinal)
            ? $"{name.Population}: expected {string.Join(" or ", Uses)}"
        : name.Version is < 1 or > HighestVersion ? $"{name.Population}: expected a version from 1 to {HighestVersion}"
        : !isKey ? $"{name}: expected {Digits} hexadecimal digits"
        : null;

    /// <summary>Says which it is, not what it holds.</summary>
    public override string ToString() => $"{Name()}";
}
