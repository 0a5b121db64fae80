namespace HardwareDrivers.Cards;

/// <summary>
/// Native commands of DESFire and NTAG 424 DNA wrapped into APDUs of ISO/IEC 7816-4: 90 command 00 00 [Lc data] 00.
/// </summary>
public static class WrappedCommand
{
    /// <summary>Asks for the next part of an answer.</summary>
    public const byte AdditionalFrame = 0xAF;

    private const byte Class = 0x90;

    /// <param name="data">At most 255 bytes.</param>
    public static byte[] Wrap(byte command, ReadOnlySpan<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data.Length, byte.MaxValue);
        return data.IsEmpty
            ? [Class, command, 0, 0, 0]
            : [Class, command, 0, 0, (byte)data.Length, .. data, 0];
    }
}
