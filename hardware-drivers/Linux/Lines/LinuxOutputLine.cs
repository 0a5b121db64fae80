using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Linux;

/// <summary>One line that is driven.</summary>
internal sealed class LinuxOutputLine(DeviceFile line, bool safe) : IOutputLine
{
    private readonly Lock gate = new();
    private bool disposed;

    public DeviceOutcome Set(bool active)
    {
        lock (gate)
            return disposed ? DeviceOutcome.Failed($"{line.Name} is closed.") : Drive(active);
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
                return;
            disposed = true;
            // Closing alone may leave it as it is: what a released line does is the chip's choice.
            Drive(safe);
            line.Dispose();
        }
    }

    private DeviceOutcome Drive(bool active)
    {
        var values = new LineValues { Bits = active ? 1u : 0, Mask = 1 };
        var error = line.Control(LineRequests.SetValues, ref values);
        return error >= 0
            ? DeviceOutcome.Done
            : DeviceOutcome.Failed($"Cannot drive {line.Name}: {Errno.Describe(-error)}.");
    }
}
