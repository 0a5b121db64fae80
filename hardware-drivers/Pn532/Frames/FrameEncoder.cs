namespace HardwareDrivers.Pn532;

/// <summary>Frames as bytes (PN532 User Manual UM0701-02, 6.2.1).</summary>
public static class FrameEncoder
{
    /// <summary>ACK.</summary>
    public static ReadOnlySpan<byte> Acknowledge => [0x00, 0x00, 0xFF, 0x00, 0xFF, 0x00];

    /// <summary>NACK.</summary>
    public static ReadOnlySpan<byte> NegativeAcknowledge => [0x00, 0x00, 0xFF, 0xFF, 0x00, 0x00];

    /// <summary>The chip's "syntax error".</summary>
    public static ReadOnlySpan<byte> SyntaxError => [0x00, 0x00, 0xFF, 0x01, 0xFF, 0x7F, 0x81, 0x00];

    /// <summary>
    /// A command or a response in the form that the chip itself chooses: normal up to 254 bytes of data, extended
    /// above.
    /// </summary>
    /// <param name="direction">Who sends it.</param>
    /// <param name="data">PD0 … PDn: 1 to <see cref="FrameLimits.MaximumData"/> bytes.</param>
    public static byte[] Information(FrameDirection direction, ReadOnlySpan<byte> data) =>
        data.Length <= FrameLimits.MaximumNormalData ? Normal(direction, data) : Extended(direction, data);

    /// <summary>The extended form, which the chip accepts from the host at any length.</summary>
    /// <inheritdoc cref="Information"/>
    public static byte[] Extended(FrameDirection direction, ReadOnlySpan<byte> data)
    {
        CheckLength(data);
        var length = data.Length + 1;
        var (high, low) = ((byte)(length >> 8), (byte)(length & 0xFF));
        return
        [
            0x00, 0x00, 0xFF, 0xFF, 0xFF, high, low, Complement(high + low),
            (byte)direction, .. data, DataChecksum(direction, data), 0x00,
        ];
    }

    private static byte[] Normal(FrameDirection direction, ReadOnlySpan<byte> data)
    {
        CheckLength(data);
        var length = (byte)(data.Length + 1);
        return
        [
            0x00, 0x00, 0xFF, length, Complement(length),
            (byte)direction, .. data, DataChecksum(direction, data), 0x00,
        ];
    }

    private static void CheckLength(ReadOnlySpan<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfZero(data.Length, nameof(data));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data.Length, FrameLimits.MaximumData, nameof(data));
    }

    private static byte DataChecksum(FrameDirection direction, ReadOnlySpan<byte> data)
    {
        var sum = (int)direction;
        foreach (var value in data)
            sum += value;
        return Complement(sum);
    }

    /// <summary>What makes the lower byte of a sum zero.</summary>
    private static byte Complement(int sum) => (byte)(-sum & 0xFF);
}
