using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>An output line that ends in something emulated, and can be out of order.</summary>
/// <param name="set">What it switches.</param>
public sealed class SwitchedLine(Action<bool> set) : IOutputLine
{
    /// <summary>Nothing it is told has an effect any more.</summary>
    public bool IsBroken { get; set; }

    /// <summary>What it was told last.</summary>
    public bool IsActive { get; private set; }

    /// <summary>How often it was made active.</summary>
    public int Pulses { get; private set; }

    /// <inheritdoc/>
    public DeviceOutcome Set(bool active)
    {
        if (IsBroken)
            return DeviceOutcome.Failed("the emulated line is out of order");
        if (active && !IsActive)
            Pulses++;
        IsActive = active;
        set(active);
        return DeviceOutcome.Done;
    }

    /// <inheritdoc/>
    public void Dispose() => Set(active: false);
}
