using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>Card keys as they go over brokers: what they are known by in clear, the keys for one terminal alone.
/// </summary>
/// <param name="Hash">As of <see cref="CardKeysDigest"/>.</param>
/// <param name="Length">As of <see cref="CardKeysDigest"/>.</param>
/// <param name="Keys">The file that <see cref="SiteCardKeys.Write"/> makes, in a JWE; null: the ledger has it not at
/// hand, and a terminal goes on with the keys that it has.</param>
public sealed record SealedCardKeys(
    [property: JsonPropertyName("digest")] Digest Hash,
    [property: JsonPropertyName("bytes")] int Length,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Keys = null)
{
    /// <summary>Of a JWE of keys.</summary>
    public const int LongestKeys = SealedConfig.Envelope + (CardKeysDigest.MostBytes + 2) / 3 * 4;

    private const string ContentType = "json";

    /// <summary>What they are known by.</summary>
    public CardKeysDigest Known() => new(Hash, Length);

    /// <summary>Seals them; the same twice is not the same text.</summary>
    /// <param name="keys">The file, in clear.</param>
    /// <param name="terminal">Whose they are to be.</param>
    public static SealedCardKeys Seal(ReadOnlySpan<byte> keys, PublicKey terminal) => new(
        Digest.Of(keys), keys.Length, Encoding.ASCII.GetString(Jwe.Encrypt(keys, ContentType, terminal)));

    /// <summary>Opens them, and holds them against what they are known by.</summary>
    /// <param name="own">The terminal's key.</param>
    /// <returns>The file in clear: whoever takes it zeroes it.</returns>
    public Reading<byte[]> Open(Es256Signer own)
    {
        if (Keys is null)
            return new FormatError(FormatErrorKind.BadContent, "card keys: the ledger has sent none of them");
        if (!Jwe.Decrypt(Encoding.UTF8.GetBytes(Keys), own).Succeeded(out var keys, out var error))
            return new FormatError(
                error.Kind, $"card keys cannot be opened with this terminal's key: {error.Detail}");
        if (CardKeysDigest.Of(keys) == Known())
            return keys;
        CryptographicOperations.ZeroMemory(keys);
        return new FormatError(FormatErrorKind.BadContent, "card keys: they are not those of their digest");
    }

    /// <summary>Opens them, for their names.</summary>
    /// <param name="own">The terminal's key.</param>
    public Reading<SiteCardKeyName[]> Names(Es256Signer own)
    {
        if (!Open(own).Succeeded(out var keys, out var error))
            return error;
        try
        {
            return SiteCardKeys.ReadNames(keys);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keys);
        }
    }

    /// <summary>What is wrong with them before they are opened.</summary>
    public string? Flaw() => Keys is { Length: var length and > LongestKeys }
        ? $"card keys: {length} characters; expected at most {LongestKeys}"
        : Known().Flaw();
}
