using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Pn532;

/// <summary>
/// I2C and SPI: the chip speaks when it is asked. A status byte says whether a frame is ready, or the line P70_IRQ does
/// by going low; a frame is then read in one go, from its beginning.
/// </summary>
/// <remarks>
/// How long a frame is stands in the frame. Reading the longest each time would take 24 ms at 100 kHz; so an ACK's
/// length is read where one is due, else what holds two listed cards, and a longer frame is asked for again by NACK.
/// </remarks>
internal abstract class StatusFrameLink(IInputLine? interrupt, Pn532Settings settings, TimeProvider clock) : IFrameLink
{
    private const int AcknowledgeLength = 6;
    private const int UsualLength = 40;
    private const int MostStaleFrames = 4;

    // Start, length and its checksum of an extended frame; the data's checksum, and the end.
    private const int LongestLength = 8 + FrameLimits.MaximumData + 1 + 2;

    private readonly FrameParser parser = new();
    private readonly LineEdge[] edges = new LineEdge[8];
    private readonly byte[] buffer = new byte[LongestLength];
    private int expected = UsualLength;
    private Deadline? silence;

    /// <summary>The bus and address, for messages.</summary>
    protected abstract string Name { get; }

    /// <inheritdoc/>
    public abstract void WakeUp(CancellationToken cancellation);

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> frame, CancellationToken cancellation)
    {
        var deadline = Deadline.After(settings.WriteTimeout, clock);
        while (!TryWrite(frame))
        {
            if (deadline.Passed)
                throw Unheard();
            Pause.For(settings.QuickPollInterval, clock, cancellation);
        }
        expected = IsCommand(frame) ? AcknowledgeLength : UsualLength;
    }

    /// <inheritdoc/>
    public Frame? Receive(TimeSpan timeout, CancellationToken cancellation)
    {
        var deadline = Deadline.After(timeout, clock);
        var quick = Deadline.After(settings.QuickPollTime, clock);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (IsReady() && Read(expected) is { } frame)
                return Whole(frame, cancellation);
            var left = deadline.Left;
            if (left == TimeSpan.Zero)
                return null;
            Await(left, quick.Passed ? settings.PollInterval : settings.QuickPollInterval, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Discard()
    {
        for (var stale = 0; stale < MostStaleFrames && IsReady(); stale++)
            TryRead(buffer.AsSpan(0, AcknowledgeLength));
    }

    /// <inheritdoc/>
    public void Idle(TimeSpan length, CancellationToken cancellation)
    {
        if (length > TimeSpan.Zero)
            Pause.For(length, clock, cancellation);
    }

    /// <inheritdoc/>
    public virtual void Dispose() => interrupt?.Dispose();

    /// <summary>Hands a frame to the chip.</summary>
    /// <returns>False when nobody acknowledged it.</returns>
    protected abstract bool TryWrite(ReadOnlySpan<byte> frame);

    /// <summary>Asks for the status byte.</summary>
    protected abstract BusStatus Ask();

    /// <summary>Reads the frame that is ready, from its beginning; what is not read of it is lost.</summary>
    /// <returns>False when there was none after all.</returns>
    protected abstract bool TryRead(Span<byte> frame);

    /// <summary>The bus is there, and nobody on it acknowledges: a chip that is absent, or hangs.</summary>
    protected ChipFaultException Unheard() => new(
        $"{Name} does not acknowledge: check its power, its wiring and its switches", ReaderSign.Silent);

    private static bool IsCommand(ReadOnlySpan<byte> frame) =>
        !frame.SequenceEqual(FrameEncoder.Acknowledge) && !frame.SequenceEqual(FrameEncoder.NegativeAcknowledge);

    private bool IsReady()
    {
        if (interrupt is { IsActive: false })
            return false;
        var status = Ask();
        if (status != BusStatus.Silent)
        {
            silence = null;
            return status == BusStatus.Ready;
        }
        silence ??= Deadline.After(settings.WriteTimeout, clock);
        return silence.Value.Passed ? throw Unheard() : false;
    }

    // A line that is active without a frame, because it is wired wrongly, must not make a loop without a pause.
    private void Await(TimeSpan left, TimeSpan interval, CancellationToken cancellation)
    {
        if (interrupt is { IsActive: false })
            interrupt.Read(edges, left, cancellation);
        else
            Pause.For(interval < left ? interval : left, clock, cancellation);
    }

    private ReadOnlyMemory<byte>? Read(int length)
    {
        var bytes = buffer.AsMemory(0, length);
        return TryRead(bytes.Span) ? bytes : null;
    }

    private Frame Whole(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var wasAcknowledge = expected == AcknowledgeLength;
        expected = UsualLength;
        var frame = Parse(bytes.Span, out var whole);
        // Where an ACK was due, what is longer answers an older command: nobody wants the rest of it.
        if (frame is not null || wasAcknowledge || whole <= bytes.Length)
            return frame ?? new Frame.Broken(FrameFault.Truncated);
        return ReadAgain(Math.Min(whole, LongestLength), cancellation) ?? new Frame.Broken(FrameFault.Truncated);
    }

    private Frame? ReadAgain(int length, CancellationToken cancellation)
    {
        Send(FrameEncoder.NegativeAcknowledge, cancellation);
        var deadline = Deadline.After(settings.AcknowledgeTimeout, clock);
        while (!IsReady())
        {
            var left = deadline.Left;
            if (left == TimeSpan.Zero)
                return null;
            Await(left, settings.QuickPollInterval, cancellation);
        }
        return Read(length) is { } bytes ? Parse(bytes.Span, out _) : null;
    }

    /// <param name="bytes">From the start of a frame.</param>
    /// <param name="whole">How long the frame is that has begun in them; 0 when none has.</param>
    private Frame? Parse(ReadOnlySpan<byte> bytes, out int whole)
    {
        parser.Clear();
        parser.Add(bytes);
        var frame = parser.Next();
        whole = parser.InsideFrame ? WholeLength(bytes) : 0;
        return frame;
    }

    // Start code, LEN and its checksum, the data, its checksum and the end; or the extended form of it.
    private static int WholeLength(ReadOnlySpan<byte> bytes)
    {
        var start = bytes.IndexOf((ReadOnlySpan<byte>)[0x00, 0xFF]);
        return bytes[start..] switch
        {
            [_, _, 0xFF, 0xFF, var high, var low, ..] => start + 7 + (high << 8) + low + 2,
            [_, _, var length, ..] => start + 4 + length + 2,
            _ => 0,
        };
    }
}
