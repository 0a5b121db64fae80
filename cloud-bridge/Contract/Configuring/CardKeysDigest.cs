using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// What the keys of a site's card populations are known by where they themselves must not stand: in the ledger's log,
/// and in whatever is hashed and shown.
/// </summary>
/// <param name="Hash">SHA-256 of the file that <see cref="SiteCardKeys.Write"/> makes of them.</param>
/// <param name="Length">Bytes of that file.</param>
public sealed record CardKeysDigest(
    [property: JsonPropertyName("digest")] Digest Hash, [property: JsonPropertyName("bytes")] int Length)
{
    /// <summary>Of that file: as many keys as a site may have, in populations with the longest names.</summary>
    public const int MostBytes = 16 * 1024;

    /// <summary>Of these bytes.</summary>
    public static CardKeysDigest Of(ReadOnlySpan<byte> keys) => new(Digest.Of(keys), keys.Length);

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Flaw() => Length is < 1 or > MostBytes
        ? Expectation.Wrong("cardKeys.bytes", $"{Length}", Expectation.WholeNumber(1, MostBytes))
        : null;
}
