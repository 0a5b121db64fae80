namespace HardwareDrivers.Simulated;

/// <summary>
/// One direction of a serial line: each byte takes ten bit times (start, eight, stop) and none overtakes another. Pure:
/// the moments are given.
/// </summary>
/// <param name="initialBaud">Its rate at first.</param>
internal sealed class PacedLine(int initialBaud)
{
    private const int BitsPerByte = 10;

    private readonly Queue<(long Due, byte Value)> bytes = new();

    private int baud = initialBaud;

    // The end of the last byte, kept as a count from a fixed moment so that fractions of nanoseconds do not add up.
    private long busySince;
    private long sent;

    /// <summary>Bits a second, of the bytes that are handed over from now on.</summary>
    public int Baud
    {
        get => baud;
        set
        {
            if (baud != value)
                (busySince, sent, baud) = (FreeAt, 0, value);
        }
    }

    /// <summary>When the next byte has arrived whole; <see cref="long.MaxValue"/> when none is under way.</summary>
    public long NextDue => bytes.TryPeek(out var next) ? next.Due : long.MaxValue;

    /// <summary>When the last byte handed over has arrived; in the past for an idle line.</summary>
    public long FreeAt => busySince + DurationOf(sent);

    /// <summary>How long so many bytes take, in nanoseconds.</summary>
    public long DurationOf(long count) => count * BitsPerByte * 1_000_000_000 / baud;

    /// <summary>Hands bytes over; the first one starts when the line is free, and not before.</summary>
    public void Send(ReadOnlySpan<byte> values, long moment)
    {
        if (moment >= FreeAt)
            (busySince, sent) = (moment, 0);
        foreach (var value in values)
        {
            sent++;
            bytes.Enqueue((FreeAt, value));
        }
    }

    /// <summary>Takes a byte that has arrived.</summary>
    public bool TryTake(long moment, out byte value)
    {
        value = default;
        if (NextDue > moment)
            return false;
        value = bytes.Dequeue().Value;
        return true;
    }

    /// <summary>Loses what is under way.</summary>
    public void Clear()
    {
        bytes.Clear();
        (busySince, sent) = (0, 0);
    }
}
