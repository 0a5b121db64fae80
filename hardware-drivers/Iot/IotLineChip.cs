using System.Device.Gpio;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Iot;

/// <summary>
/// A chip with lines of the library. Its controller is closed with the last line, so that lines outlive the chip.
/// </summary>
/// <param name="controller">The library's.</param>
/// <param name="name">For messages.</param>
/// <param name="clock">Stamps changes.</param>
/// <param name="openExact">Opens the same chip where changes carry the kernel's moment and number, and an output has
/// its level from the first moment on.</param>
internal sealed class IotLineChip(
    GpioController controller, string name, TimeProvider clock, Func<ILineChip> openExact) : ILineChip
{
    private readonly Lock gate = new();
    private int users = 1;

    public GpioController Controller => controller;

    public IOutputLine OpenOutput(OutputLineSettings settings)
    {
        // LibGpiodV2Driver 4.2.0 makes a line an output, which is low then, and writes its level afterwards: for that
        // moment a turnstile would be locked, or a valve that is open while its line is low would open.
        var isHigh = settings.SafeIsActive != settings.ActiveLow;
        if (isHigh && !settings.OpenDrain)
        {
            using var exact = openExact();
            return exact.OpenOutput(settings);
        }
        var line = Name(settings.Line, settings.Consumer);
        return IotFault.Guard(line, () => Use(settings.Line, () => new IotOutputLine(this, settings, line)));
    }

    public IInputLine OpenInput(InputLineSettings settings)
    {
        if (settings.Counted)
        {
            using var exact = openExact();
            return exact.OpenInput(settings);
        }
        var line = Name(settings.Line, settings.Consumer);
        return IotFault.Guard(line, () => Use(settings.Line, () => new IotInputLine(this, settings, line, clock)));
    }

    public void Dispose() => Leave();

    /// <summary>A line, or the chip itself, is not used any more.</summary>
    public void Leave()
    {
        lock (gate)
            if (--users == 0)
                controller.Dispose();
    }

    /// <summary>Gives a pin back, if it is open: what fails half-way leaves it open or not.</summary>
    public void Release(int line)
    {
        if (controller.IsPinOpen(line))
            controller.ClosePin(line);
    }

    private string Name(int line, string consumer) => $"line {line} of {name} ('{consumer}')";

    private T Use<T>(int number, Func<T> open)
    {
        lock (gate)
        {
            // The library would hand the open one out again.
            if (controller.IsPinOpen(number))
                throw new LinkLostException($"Cannot use line {number} of {name}: this program has it already.");
            var line = open();
            users++;
            return line;
        }
    }
}
