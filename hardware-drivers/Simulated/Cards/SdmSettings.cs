namespace HardwareDrivers.Simulated;

/// <summary>
/// Secure Dynamic Messaging of a file: what the card writes over its content each time it is read (NTAG 424 DNA data
/// sheet, 9.3; AN12196, 3). Offsets are null where their mirror is off.
/// </summary>
/// <param name="Options">Bit 7 UID, 6 counter, 5 limit of the counter, 4 encrypted content, 0 in ASCII.</param>
/// <param name="MetaReadKey">Encrypts UID and counter; E in the clear, F not at all.</param>
/// <param name="FileReadKey">Makes the MAC; F none.</param>
/// <param name="CounterKey">Whoever may read the counter; E everybody, F nobody.</param>
internal sealed record SdmSettings(byte Options, int MetaReadKey, int FileReadKey, int CounterKey)
{
    private const int Free = 0xE;
    private const int Never = 0xF;

    public int? UidOffset { get; private init; }

    public int? CounterOffset { get; private init; }

    public int? PiccDataOffset { get; private init; }

    public int? MacInputOffset { get; private init; }

    public int? EncryptionOffset { get; private init; }

    public int EncryptionLength { get; private init; }

    public int? MacOffset { get; private init; }

    public int? CounterLimit { get; private init; }

    public bool MirrorsUid => (Options & 0x80) != 0;

    public bool MirrorsCounter => (Options & 0x40) != 0;

    /// <summary>Reads it from the bytes of ChangeFileSettings, behind the access rights of the file.</summary>
    /// <returns>Null when they do not fit.</returns>
    public static SdmSettings? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 3)
            return null;
        var rest = bytes[3..];
        var wrong = false;
        var settings = new SdmSettings(bytes[0], bytes[2] >> 4, bytes[2] & 0x0F, bytes[1] & 0x0F);
        var (clear, hidden) = (settings.MetaReadKey == Free, settings.MetaReadKey < Free);
        var signed = settings.FileReadKey != Never;
        var encrypts = signed && (settings.Options & 0x10) != 0;
        var read = settings with
        {
            UidOffset = Take(clear && settings.MirrorsUid, ref rest, ref wrong),
            CounterOffset = Take(clear && settings.MirrorsCounter, ref rest, ref wrong),
            PiccDataOffset = Take(hidden, ref rest, ref wrong),
            MacInputOffset = Take(signed, ref rest, ref wrong),
            EncryptionOffset = Take(encrypts, ref rest, ref wrong),
            EncryptionLength = Take(encrypts, ref rest, ref wrong) ?? 0,
            MacOffset = Take(signed, ref rest, ref wrong),
            CounterLimit = Take((settings.Options & 0x20) != 0, ref rest, ref wrong),
        };
        return wrong || !rest.IsEmpty ? null : read;
    }

    /// <summary>As GetFileSettings says it.</summary>
    public byte[] Encode() =>
    [
        Options, (byte)(0xF0 | CounterKey), (byte)((MetaReadKey << 4) | FileReadKey),
        .. Bytes(UidOffset), .. Bytes(CounterOffset), .. Bytes(PiccDataOffset), .. Bytes(MacInputOffset),
        .. Bytes(EncryptionOffset), .. Bytes(EncryptionOffset is null ? null : EncryptionLength), .. Bytes(MacOffset),
        .. Bytes(CounterLimit),
    ];

    private static int? Take(bool there, ref ReadOnlySpan<byte> rest, ref bool wrong)
    {
        if (!there)
            return null;
        if (rest.Length < 3)
        {
            wrong = true;
            return null;
        }
        var value = rest[0] | (rest[1] << 8) | (rest[2] << 16);
        rest = rest[3..];
        return value;
    }

    private static byte[] Bytes(int? value) =>
        value is { } known ? [(byte)(known & 0xFF), (byte)((known >> 8) & 0xFF), (byte)(known >> 16)] : [];
}
