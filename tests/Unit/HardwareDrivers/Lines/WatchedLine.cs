using HardwareDrivers.Abstractions;

namespace Tests.Unit.HardwareDrivers.Lines;

/// <summary>A valve's line that remembers what was done to it.</summary>
internal sealed class WatchedLine : IOutputLine
{
    private int timesActive;
    private volatile bool isActive;

    public bool IsActive => isActive;

    public int TimesActive => Volatile.Read(ref timesActive);

    /// <summary>Null: it can be driven.</summary>
    public string? Broken { get; set; }

    /// <summary>Null: it can be released; its chip takes no order to.</summary>
    public string? Stuck { get; set; }

    /// <summary>Called with each order.</summary>
    public Action? Driven { get; set; }

    public bool IsDisposed { get; private set; }

    public DeviceOutcome Set(bool active)
    {
        Driven?.Invoke();
        if ((active ? Broken : Broken ?? Stuck) is { } reason)
            return DeviceOutcome.Failed(reason);
        if (active)
            Interlocked.Increment(ref timesActive);
        isActive = active;
        return DeviceOutcome.Done;
    }

    public void Dispose() => (isActive, IsDisposed) = (false, true);
}
