using HardwareDrivers.Abstractions;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Pn532;

/// <summary>A line whose other end says, at each write, what is read next. In virtual time.</summary>
internal sealed class ScriptedLine(VirtualClock clock, params string[] answers) : ISerialLine
{
    private readonly Queue<string> script = new(answers);
    private readonly Queue<byte> arrived = new();

    public List<string> Written { get; } = [];

    /// <summary>Called instead of waiting.</summary>
    public Action? Waiting { get; set; }

    public bool Dead { get; set; }

    public void Write(ReadOnlySpan<byte> bytes, TimeSpan timeout, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Dead)
            throw new LinkLostException("Lost the scripted line.");
        Written.Add(Convert.ToHexString(bytes));
        if (script.TryDequeue(out var answer))
            foreach (var value in Convert.FromHexString(answer))
                arrived.Enqueue(value);
    }

    public int Read(Span<byte> buffer, TimeSpan timeout, CancellationToken cancellation)
    {
        if (arrived.Count == 0)
            Waiting?.Invoke();
        cancellation.ThrowIfCancellationRequested();
        if (arrived.TryDequeue(out buffer[0]))
            return 1;
        clock.AdvanceTo(clock.Now + timeout.Ticks * TimeSpan.NanosecondsPerTick);
        return 0;
    }

    // What is scripted is meant to be read: nothing lies here from before.
    public void DiscardInput()
    {
    }

    public int Baud => 115_200;

    public void SetRate(int baud)
    {
    }

    public void Dispose()
    {
    }
}
