using System.Buffers;

namespace CloudBridge.Contract;

/// <summary>
/// A card's UID: 4, 7 or 10 bytes (ISO/IEC 14443-3, 6.5.4). It stays in the terminal that read it and in the ledger's
/// vault: elsewhere a UID is enough to make a clone, so a card is named by its <see cref="CardToken"/>.
/// </summary>
public readonly record struct CardUid
{
    /// <summary>What a UID must look like, for messages.</summary>
    public const string Expected = "8, 14 or 20 hexadecimal digits";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef");

    private readonly string? hex;

    private CardUid(string hex) => this.hex = hex;

    /// <summary>Upper-case hexadecimal.</summary>
    public string Hex => hex ?? "";

    /// <summary>A UID that the card makes up anew each time (4 bytes, the first 08): it names nobody.</summary>
    public bool IsRandom => Hex.Length == 8 && Hex.StartsWith("08", StringComparison.Ordinal);

    /// <summary>Reads hexadecimal digits of either case.</summary>
    public static bool TryParse(string? text, out CardUid uid)
    {
        uid = default;
        if (text is not { Length: 8 or 14 or 20 } || text.AsSpan().ContainsAnyExcept(HexDigits))
            return false;
        uid = new CardUid(text.ToUpperInvariant());
        return true;
    }

    /// <summary>Takes the bytes as a reader reports them.</summary>
    public static bool TryCreate(ReadOnlySpan<byte> bytes, out CardUid uid) =>
        TryParse(Convert.ToHexString(bytes), out uid);

    /// <summary>The UID's bytes.</summary>
    public byte[] ToBytes() => Convert.FromHexString(Hex);

    /// <summary>Not for logs.</summary>
    public override string ToString() => Hex;
}
