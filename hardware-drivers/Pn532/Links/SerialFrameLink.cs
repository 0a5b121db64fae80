using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Pn532;

/// <summary>The chip's serial bus, HSU (UM0701-02, 6.2.4): frames in a stream of bytes.</summary>
internal sealed class SerialFrameLink(ISerialLine line, Pn532Settings settings, TimeProvider clock) : IRatedLink
{
    private readonly FrameParser parser = new();
    private readonly byte[] buffer = new byte[512];

    // The first edges wake the chip, the zeros pass while its oscillator starts: all of them are lost, or noise to it.
    private static ReadOnlySpan<byte> WakeUpBytes => [0x55, 0x55, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public void WakeUp(CancellationToken cancellation)
    {
        Send(WakeUpBytes, cancellation);
        Idle(settings.WakeUpTime, cancellation);
    }

    public int Baud => line.Baud;

    public void SetRate(int baud)
    {
        line.SetRate(baud);
        parser.Clear();
    }

    public void Send(ReadOnlySpan<byte> frame, CancellationToken cancellation) =>
        line.Write(frame, settings.WriteTimeout, cancellation);

    public Frame? Receive(TimeSpan timeout, CancellationToken cancellation)
    {
        var deadline = Deadline.After(timeout, clock);
        // A line that drips or babbles must not hold up its driver: the pauses of one frame add up to seconds.
        var end = Deadline.After(timeout + settings.LongestFrame, clock);
        for (var first = true; ; first = false)
        {
            if (parser.Next() is { } frame)
                return frame;
            var inside = parser.InsideFrame;
            if (!first && (inside ? end : deadline).Passed)
                return parser.Abandon();
            var count = line.Read(buffer, inside ? settings.InterByteTimeout : deadline.Left, cancellation);
            if (count == 0)
                return parser.Abandon();
            parser.Add(buffer.AsSpan(0, count));
        }
    }

    public void Discard()
    {
        line.DiscardInput();
        parser.Clear();
    }

    // Listening, so that an adapter that is unplugged is missed at once.
    public void Idle(TimeSpan length, CancellationToken cancellation)
    {
        var end = Deadline.After(length, clock);
        while (!end.Passed)
            Receive(end.Left, cancellation);
    }

    public void Dispose() => line.Dispose();
}
