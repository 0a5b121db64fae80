using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>
/// A line to an emulated chip in virtual time: waiting for bytes is what makes the clock go on. The whole driver runs
/// against the whole chip on one thread, the same way each time.
/// </summary>
public sealed class VirtualSerialLine(Pn532Chip chip, VirtualClock clock) : ISerialLine
{
    private readonly Queue<byte> arrived = new();
    private bool unplugged;

    /// <summary>Called with every byte that the chip sends; what it returns arrives instead. For noise.</summary>
    public Func<byte, byte>? Disturb { get; set; }

    /// <inheritdoc/>
    public int Baud => chip.HostBaud;

    /// <summary>Pulls the plug: from now on, every call fails as on a real line.</summary>
    public void Unplug() => unplugged = true;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, TimeSpan timeout, CancellationToken cancellation)
    {
        Check(cancellation);
        chip.Receive(bytes, clock.Now);
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, TimeSpan timeout, CancellationToken cancellation)
    {
        var deadline = timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : clock.Now + timeout.ToNanoseconds();
        while (true)
        {
            Check(cancellation);
            Collect();
            if (arrived.Count > 0)
                return Take(buffer);
            if (clock.Now >= deadline)
                return 0;
            var next = Math.Min(Math.Min(chip.NextEvent, clock.NextEvent), deadline);
            if (next == long.MaxValue)
                throw new InvalidOperationException("Waits for ever: nothing is under way and the agenda is empty.");
            clock.AdvanceTo(next);
        }
    }

    /// <inheritdoc/>
    public void SetRate(int baud)
    {
        DiscardInput();
        chip.HostBaud = baud;
    }

    /// <inheritdoc/>
    public void DiscardInput()
    {
        Check(CancellationToken.None);
        Collect();
        arrived.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => unplugged = true;

    private void Check(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (unplugged)
            throw new LinkLostException("Lost the virtual line: it was unplugged.");
    }

    private void Collect()
    {
        var output = new List<byte>();
        chip.AdvanceTo(clock.Now, output);
        foreach (var value in output)
            arrived.Enqueue(Disturb?.Invoke(value) ?? value);
    }

    private int Take(Span<byte> buffer)
    {
        var count = 0;
        while (count < buffer.Length && arrived.TryDequeue(out var value))
            buffer[count++] = value;
        return count;
    }
}
