namespace HardwareDrivers.Cards;

/// <summary>
/// Commands of cards without ISO/IEC 14443-4 (NFC Forum type 2): MIFARE Ultralight and NTAG21x (data sheets MF0ULx1 and
/// NTAG213_215_216). Pages have four bytes.
/// </summary>
public static class Type2Command
{
    /// <summary>Bytes of a page.</summary>
    public const int PageLength = 4;

    /// <summary>What a card answers when it has done something and has nothing to say.</summary>
    public const byte Acknowledge = 0x0A;

    /// <summary>GET_VERSION: 8 bytes come back.</summary>
    public static byte[] GetVersion() => [0x60];

    /// <summary>READ: four pages, 16 bytes, come back.</summary>
    public static byte[] Read(byte page) => [0x30, page];

    /// <summary>WRITE of one page.</summary>
    public static byte[] Write(byte page, ReadOnlySpan<byte> content)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(content.Length, PageLength);
        return [0xA2, page, .. content];
    }

    /// <summary>PWD_AUTH: PACK, 2 bytes, comes back.</summary>
    public static byte[] PasswordAuthenticate(ReadOnlySpan<byte> password) => [0x1B, .. password];

    /// <summary>READ_CNT: 3 bytes come back, least first.</summary>
    public static byte[] ReadCounter(byte counter) => [0x39, counter];

    /// <summary>INCR_CNT (Ultralight EV1 and AES).</summary>
    /// <param name="step">0 to 0xFFFFFF.</param>
    public static byte[] IncrementCounter(byte counter, int step) =>
        [0xA5, counter, (byte)(step & 0xFF), (byte)((step >> 8) & 0xFF), (byte)((step >> 16) & 0xFF), 0];

    /// <summary>READ_SIG: 32 bytes come back, of an Ultralight AES 48.</summary>
    public static byte[] ReadSignature() => [0x3C, 0x00];

    /// <summary>AUTHENTICATE of Ultralight AES, first part: AF and 16 bytes come back.</summary>
    /// <param name="key">0 data protection, 1 UID retrieval, 2 originality.</param>
    public static byte[] AuthenticateAes(byte key) => [0x1A, key];

    /// <summary>AUTHENTICATE of Ultralight C: AF and 8 bytes come back. Tells it from a plain Ultralight.</summary>
    public static byte[] AuthenticateTripleDes() => [0x1A, 0x00];

    /// <summary>Second part of either: 00 and the card's answer come back.</summary>
    public static byte[] AuthenticateAnswer(ReadOnlySpan<byte> cryptogram) => [0xAF, .. cryptogram];
}
