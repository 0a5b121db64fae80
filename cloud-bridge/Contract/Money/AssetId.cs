using System.Buffers;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// Names an asset: the three letters of its category and, where a site has several of one kind, a name of its own:
/// <c>TLF</c>, <c>TLF-LYON</c>. Letters are upper case; the name is 1 to 24 of A to Z, 0 to 9.
/// </summary>
[JsonConverter(typeof(AssetIdConverter))]
public readonly record struct AssetId : IComparable<AssetId>
{
    /// <summary>What a name must look like, for messages.</summary>
    public const string Expected = "a category (TNF, TLF, FED, TIM, FID, SUB, BDG), alone or with a name: TLF-LYON";

    private const int LongestName = 24;

    private static readonly SearchValues<char> NameLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    private readonly string? text;

    private AssetId(string text, AssetCategory category)
    {
        this.text = text;
        Category = category;
    }

    /// <summary>Gift, local, federated …</summary>
    public AssetCategory Category { get; }

    /// <summary>The only asset of a category that has no name of its own.</summary>
    public static AssetId Of(AssetCategory category) => new(category.Code(), category);

    /// <summary>Reads the text form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out AssetId asset)
    {
        asset = default;
        if (text.Length < 3 || !AssetCategories.TryParse(text[..3], out var category))
            return false;
        if (text.Length > 3 && (text[3] != '-' || !IsName(text[4..])))
            return false;
        // A list of a million cards holds one "TLF", not a million.
        asset = text.Length == 3 ? Of(category) : new AssetId(text.ToString(), category);
        return true;
    }

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static AssetId Parse(string text) =>
        TryParse(text, out var asset) ? asset : throw new FormatException($"'{text}' is not an asset: {Expected}.");

    /// <inheritdoc/>
    public int CompareTo(AssetId other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <summary>The text form.</summary>
    public override string ToString() => text ?? AssetCategory.Gift.Code();

    /// <inheritdoc/>
    public bool Equals(AssetId other) => ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    private static bool IsName(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= LongestName &&
        !name.ContainsAnyExcept(NameLetters);
}
