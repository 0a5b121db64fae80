using System.Device.Gpio;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Iot;

/// <summary>One line that is driven. The library knows no open drain: there the line is made an input instead of high.
/// </summary>
internal sealed class IotOutputLine : IOutputLine
{
    private readonly Lock gate = new();
    private readonly IotLineChip chip;
    private readonly OutputLineSettings settings;
    private readonly string name;
    private bool disposed;

    public IotOutputLine(IotLineChip chip, OutputLineSettings settings, string name)
    {
        (this.chip, this.settings, this.name) = (chip, settings, name);
        try
        {
            Open(high: settings.SafeIsActive != settings.ActiveLow);
        }
        catch
        {
            chip.Release(settings.Line);
            throw;
        }
    }

    private PinMode Released =>
        chip.Controller.IsPinModeSupported(settings.Line, PinMode.InputPullUp) ? PinMode.InputPullUp : PinMode.Input;

    public DeviceOutcome Set(bool active)
    {
        lock (gate)
            return disposed
                ? DeviceOutcome.Failed($"{name} is closed.")
                : IotFault.Try(name, () => Drive(active != settings.ActiveLow));
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
                return;
            disposed = true;
            IotFault.Try(name, () => Drive(settings.SafeIsActive != settings.ActiveLow));
            IotFault.Try(name, () => chip.Release(settings.Line));
            chip.Leave();
        }
    }

    private void Drive(bool high)
    {
        var controller = chip.Controller;
        if (!settings.OpenDrain)
        {
            controller.Write(settings.Line, high ? PinValue.High : PinValue.Low);
            return;
        }
        // Only opening takes a first value: an output that was high for a moment would drive against somebody else.
        chip.Release(settings.Line);
        Open(high);
    }

    private void Open(bool high)
    {
        if (high && settings.OpenDrain)
            chip.Controller.OpenPin(settings.Line, Released);
        else
            chip.Controller.OpenPin(settings.Line, PinMode.Output, high ? PinValue.High : PinValue.Low);
    }
}
