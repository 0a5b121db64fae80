namespace HardwareDrivers.Simulated;

/// <summary>
/// A wire at a chip's pin. The program drives it through a line that it has opened, the world through <see
/// cref="Drive"/>; low wins, and where nobody drives, a resistor does.
/// </summary>
public sealed class VirtualLine
{
    private readonly object gate;
    private readonly TwinTime time;
    private readonly List<(long Nanoseconds, bool Level)> history = [];
    private bool? outside;
    private bool? inside;
    private bool pull;

    internal VirtualLine(object gate, TwinTime time) => (this.gate, this.time) = (gate, time);

    /// <summary>What it measures now: true for high.</summary>
    public bool Level { get; private set; }

    /// <summary>What it was changed to, and when.</summary>
    public IReadOnlyList<(long Nanoseconds, bool Level)> History
    {
        get
        {
            lock (gate)
                return [.. history];
        }
    }

    /// <summary>What the program calls it while it has it; null for a free line.</summary>
    public string? Consumer { get; internal set; }

    /// <summary>Called with each change, and its moment.</summary>
    internal Action<bool, long>? Changed { get; set; }

    /// <summary>The world drives it, or lets it go.</summary>
    /// <param name="level">True for high; null for nobody.</param>
    public void Drive(bool? level)
    {
        lock (gate)
        {
            outside = level;
            Settle();
        }
    }

    /// <summary>The program drives it, or lets it go.</summary>
    internal void DriveFromInside(bool? level)
    {
        inside = level;
        Settle();
    }

    /// <summary>The resistor that holds it while nobody drives it.</summary>
    internal void Pull(bool high)
    {
        pull = high;
        Settle();
    }

    private void Settle()
    {
        var level = (inside, outside) switch
        {
            (false, _) or (_, false) => false,
            (true, _) or (_, true) => true,
            _ => pull,
        };
        if (level == Level)
            return;
        Level = level;
        var now = time.Now;
        history.Add((now, level));
        Changed?.Invoke(level, now);
        Monitor.PulseAll(gate);
    }
}
