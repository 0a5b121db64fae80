namespace HardwareDrivers.Pn532;

/// <summary>
/// A time-out as the chip counts it: 100 µs · 2^(code − 1), from 0.1 ms (code 1) to 3.28 s (code 16); code 0 is none
/// (UM0701-02, 7.3.1, item 2).
/// </summary>
public readonly record struct RfTimeout
{
    private const byte Longest = 0x10;

    private RfTimeout(byte code) => Code = code;

    /// <summary>The chip waits for ever.</summary>
    public static RfTimeout None => default;

    /// <summary>The chip's code, 0 to 16.</summary>
    public byte Code { get; }

    /// <summary>How long the chip waits; infinite for <see cref="None"/>.</summary>
    public TimeSpan Duration =>
        Code == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMicroseconds(100 * (1L << (Code - 1)));

    /// <summary>The shortest that the chip has and that is not shorter than asked.</summary>
    /// <param name="duration">More than zero, up to 3.2768 s.</param>
    public static RfTimeout AtLeast(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, new RfTimeout(Longest).Duration);
        byte code = 1;
        while (new RfTimeout(code).Duration < duration)
            code++;
        return new RfTimeout(code);
    }

    /// <returns>Null for a code that the chip does not have.</returns>
    public static RfTimeout? FromCode(byte code) => code <= Longest ? new RfTimeout(code) : null;
}
