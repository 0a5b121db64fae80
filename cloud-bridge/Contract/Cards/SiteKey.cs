using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace CloudBridge.Contract;

/// <summary>
/// The secret that turns UIDs into tokens: 32 bytes, one a site, held by its terminals and its ledger. Never logged.
/// </summary>
public sealed class SiteKey
{
    /// <summary>Bytes of a key.</summary>
    public const int Length = 32;

    private const int TokenLength = 16;

    private readonly byte[] key;

    private SiteKey(byte[] key) => this.key = key;

    /// <summary>A new one, from the system's source of secrets.</summary>
    public static SiteKey Create() => new(RandomNumberGenerator.GetBytes(Length));

    /// <summary>Reads 43 digits of base64url.</summary>
    public static bool TryParse(string? text, out SiteKey? key)
    {
        key = null;
        if (!CanonicalBase64Url.TryDecode(text, out var bytes) || bytes.Length != Length)
            return false;
        key = new SiteKey(bytes);
        return true;
    }

    /// <summary>
    /// The card's name on the wire: HMAC-SHA-256 over the UID's bytes (RFC 2104), the first 128 bits.
    /// </summary>
    public CardToken Token(CardUid uid) => new(First128Bits(uid.ToBytes()));

    /// <summary>
    /// The wallet of its own that a card is given: HMAC-SHA-256 over "wallet" and the token's bytes, the first 128
    /// bits. A card that is added again, after a ledger was restored, so gets the wallet that its records name.
    /// </summary>
    public WalletId OwnWallet(CardToken card)
    {
        Span<byte> named = [.. "wallet"u8, .. new byte[TokenLength]];
        BinaryPrimitives.WriteUInt128BigEndian(named[^TokenLength..], card.Value);
        return new WalletId(First128Bits(named));
    }

    /// <summary>The key itself, for the file that hands it to a terminal.</summary>
    public string Reveal() => Base64Url.EncodeToString(key);

    /// <summary>Says what it is, not what it holds.</summary>
    public override string ToString() => nameof(SiteKey);

    private UInt128 First128Bits(ReadOnlySpan<byte> of)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, of, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
