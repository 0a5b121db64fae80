using HardwareDrivers.Display;

namespace EdgeTerminal.Host;

/// <summary>What the guest sees.</summary>
/// <param name="Driver">Which display.</param>
internal sealed record PanelSettings(PanelDriver Driver)
{
    /// <summary>Where the simulated front panel listens.</summary>
    public string Socket { get; init; } = "";

    /// <summary>A name in <see cref="PanelAdapters.All"/>: checked to be in this build, and to know the display.
    /// </summary>
    public string Adapter { get; init; } = PanelAdapters.Own;

    /// <summary>N of <c>/dev/i2c-N</c>.</summary>
    public int I2cBus { get; init; } = 1;

    /// <summary>On that bus.</summary>
    public int Address { get; init; }

    /// <summary>Pixels from top to bottom.</summary>
    public int Height { get; init; } = 64;

    /// <summary>Characters from left to right.</summary>
    public int Columns { get; init; } = 20;

    /// <summary>Lines of characters.</summary>
    public int Rows { get; init; } = 4;

    /// <summary>How a PCF8574 is wired to its HD44780.</summary>
    public BackpackPins Backpack { get; init; } = BackpackPins.Usual;

    /// <summary>Where it is, for people.</summary>
    public string Place => $"0x{Address:X2} on /dev/i2c-{I2cBus}";
}

/// <summary>Displays.</summary>
internal enum PanelDriver
{
    /// <summary>Nothing can be seen.</summary>
    None,

    /// <summary>The front panel on a socket: docs/front-panel.md.</summary>
    Simulated,

    /// <summary>An OLED.</summary>
    Ssd1306,

    /// <summary>An OLED.</summary>
    Sh1106,

    /// <summary>A display of characters behind a PCF8574.</summary>
    Hd44780,
}
