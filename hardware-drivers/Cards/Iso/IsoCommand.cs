namespace HardwareDrivers.Cards;

/// <summary>Commands of ISO/IEC 7816-4 that NTAG 424 DNA and DESFire know beside their own.</summary>
public static class IsoCommand
{
    /// <summary>Name of the NDEF application, which is the only one of NTAG 424 DNA (NFC Forum type 4).</summary>
    public static ReadOnlySpan<byte> NdefApplication => [0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01];

    /// <summary>The file that holds the message.</summary>
    public const ushort NdefFile = 0xE104;

    /// <summary>SELECT by name, without an answer but the status.</summary>
    public static byte[] SelectApplication(ReadOnlySpan<byte> name) =>
        [0x00, 0xA4, 0x04, 0x0C, (byte)name.Length, .. name];

    /// <summary>SELECT of an elementary file.</summary>
    public static byte[] SelectFile(ushort file) =>
        [0x00, 0xA4, 0x00, 0x0C, 0x02, (byte)(file >> 8), (byte)(file & 0xFF)];

    /// <summary>READ BINARY from the beginning, as much as there is, at most 256 bytes.</summary>
    public static byte[] ReadBinary() => [0x00, 0xB0, 0x00, 0x00, 0x00];
}
