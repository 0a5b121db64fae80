namespace HardwareDrivers.Simulated;

/// <summary>
/// The side of an emulated chip that I2C and SPI show: whole frames in, whole frames out, and a state "ready" while one
/// waits to be read. Like the chip, it is told what time it is.
/// </summary>
/// <remarks>
/// Inside, the chip keeps its serial line, at a rate at which a frame takes no time. What takes time on these buses is
/// the host's reading and writing, which is not the chip's. A frame that was begun to be read is done with, whole or
/// not; one that an abort comes too late for waits to be read all the same. Both are the unkind choice.
/// </remarks>
internal sealed class ChipFrames(Pn532Chip chip)
{
    /// <summary>Ten nanoseconds a byte.</summary>
    public const int LineRate = 1_000_000_000;

    private const byte WakeUpByte = 0x55;
    private const long Gap = 1_000;

    private readonly Queue<byte[]> frames = new();
    private readonly List<byte> coming = [];
    private readonly List<byte> heard = [];
    private long lastByte;

    /// <summary>A frame may be read; the line P70_IRQ is low for as long.</summary>
    public bool IsReady => frames.Count > 0;

    /// <summary>How it hangs; null while it does not.</summary>
    public HungBus? Hung => chip.OnTheBus;

    /// <summary>When something will happen by itself; <see cref="long.MaxValue"/> for never. Nanoseconds.</summary>
    public long NextEvent => Math.Min(chip.NextEvent, coming.Count > 0 ? lastByte + Gap : long.MaxValue);

    /// <summary>Lets everything happen that is due.</summary>
    public void AdvanceTo(long moment)
    {
        while (NextEvent is var next && next <= moment)
        {
            heard.Clear();
            chip.AdvanceTo(next, heard);
            if (heard.Count > 0)
                lastByte = next;
            coming.AddRange(heard);
            if (coming.Count > 0 && next >= lastByte + Gap)
            {
                frames.Enqueue([.. coming]);
                coming.Clear();
            }
        }
        chip.AdvanceTo(moment, heard);
    }

    /// <summary>Somebody addresses or selects the chip: that wakes it.</summary>
    /// <returns>It is awake.</returns>
    public bool Touch(long moment)
    {
        AdvanceTo(moment);
        if (chip.HearsAt(moment))
            return true;
        chip.Receive([WakeUpByte], moment);
        return false;
    }

    /// <summary>The host has written a frame.</summary>
    public void Write(ReadOnlySpan<byte> frame, long moment)
    {
        AdvanceTo(moment);
        chip.Receive(frame, moment);
        // The line takes its nanoseconds; whoever asks next sees what came of it.
        AdvanceTo(moment);
    }

    /// <summary>The host reads the frame that is ready, as much of it as fits.</summary>
    public void Read(Span<byte> into)
    {
        into.Clear();
        if (!frames.TryDequeue(out var frame))
            return;
        frame.AsSpan(0, Math.Min(frame.Length, into.Length)).CopyTo(into);
    }
}
