using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;

namespace Tests.Property.HardwareDrivers.Pn532;

/// <summary>
/// A line whose other end mostly answers as a chip does, so that the driver gets anywhere, and else with up to four
/// mutated frames. Reading a byte takes its time at 115,200 baud; nothing here can last for ever unless the driver lets
/// it.
/// </summary>
internal sealed class HostileLine(FrameMutator frames, VirtualClock clock, CancellationTokenSource enough) : ISerialLine
{
    private const long ByteNanoseconds = 86_806;

    // Far more than any second of the driver's life needs.
    private const int MostCalls = 2_000_000;

    private const int LongestQueue = 4096;

    private readonly Queue<byte> arriving = new();
    private int calls;

    /// <summary>How many mutated frames were sent to the driver.</summary>
    public long Frames { get; private set; }

    /// <summary>The driver is stopped when so many were sent.</summary>
    public required long Most { get; init; }

    /// <inheritdoc/>
    public int Baud { get; private set; } = 115_200;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, TimeSpan timeout, CancellationToken cancellation)
    {
        Count(cancellation);
        Pass(bytes.Length);
        const int CodeOffset = 6;
        var sensible = frames.Below(8) > 0 && bytes.Length > CodeOffset;
        if (sensible || frames.Below(2) == 0)
            Hand(FrameEncoder.Acknowledge);
        if (sensible)
            Hand(frames.AnswerTo(bytes[CodeOffset]));
        else
            for (var sent = frames.Below(5); sent > 0 && arriving.Count < LongestQueue; sent--)
                Mutated();
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, TimeSpan timeout, CancellationToken cancellation)
    {
        Count(cancellation);
        if (frames.Below(10_000) == 0)
            throw new LinkLostException("The hostile line is gone.");
        if (arriving.Count == 0)
        {
            clock.AdvanceTo(clock.Now + timeout.Ticks * TimeSpan.NanosecondsPerTick);
            // Out of the blue, into whatever the driver waits for.
            if (frames.Below(4) == 0)
                Mutated();
            return 0;
        }
        var count = 0;
        for (var most = frames.Below(16); count <= most && count < buffer.Length && arriving.TryDequeue(out var value);)
            buffer[count++] = value;
        Pass(count);
        return count;
    }

    /// <inheritdoc/>
    public void DiscardInput() => arriving.Clear();

    /// <inheritdoc/>
    public void SetRate(int baud) => Baud = baud;

    /// <inheritdoc/>
    public void Dispose() => arriving.Clear();

    private void Mutated()
    {
        Frames++;
        Hand(frames.Next());
    }

    private void Hand(ReadOnlySpan<byte> frame)
    {
        foreach (var value in frame)
            arriving.Enqueue(value);
    }

    private void Pass(int bytes) => clock.AdvanceTo(clock.Now + bytes * ByteNanoseconds);

    private void Count(CancellationToken cancellation)
    {
        if (Frames >= Most)
            enough.Cancel();
        cancellation.ThrowIfCancellationRequested();
        if (++calls > MostCalls)
            throw new InvalidOperationException($"The driver hangs: {calls} calls for {Frames} frames.");
    }
}
