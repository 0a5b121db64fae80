using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;
using HardwareDrivers.Simulated;

namespace EdgeTerminal.Host;

/// <summary>The one place where a display is made of its settings; it opens its bus when it draws.</summary>
internal static class Panels
{
    private const int Width = 128;
    private const int SimulatedHeight = 64;

    /// <summary>The simulated front panel, where it is configured; it has a buzzer and keys as well.</summary>
    public static FrontPanel? Listen(PanelSettings settings) => settings.Driver == PanelDriver.Simulated
        ? FrontPanel.Listen(settings.Socket, Width, SimulatedHeight)
        : null;

    /// <summary>Draws on whichever there is.</summary>
    /// <returns>Null: none is configured.</returns>
    public static PanelWorker? Worker(
        HostConfiguration configuration, FrontPanel? front, IBoard board, TimeProvider time, Action<LoopInput> post)
    {
        var display = front is null
            ? OnBus(configuration.Panel, board, time)
            : new PixelScreenPanel(front);
        return display is null ? null : new PanelWorker(display, configuration.Writer(), time, post);
    }

    /// <summary>A panel on a bus.</summary>
    /// <returns>Null: none is configured.</returns>
    public static IScreenPanel? OnBus(PanelSettings settings, IBoard board, TimeProvider time)
    {
        II2cDevice Open() => board.OpenI2c(settings.I2cBus, settings.Address);
        var adapter = PanelAdapters.All.First(known => known.Name == settings.Adapter);
        return settings.Driver switch
        {
            PanelDriver.Ssd1306 => new PixelScreenPanel(adapter.Ssd1306(Open, settings.Height)),
            PanelDriver.Sh1106 => new PixelScreenPanel(
                new OledPanel(Open, OledController.Sh1106(settings.Height), Width, settings.Height)),
            PanelDriver.Hd44780 => new TextScreenPanel(
                adapter.Hd44780(Open, settings.Backpack, settings.Columns, settings.Rows, time)),
            _ => null,
        };
    }
}
