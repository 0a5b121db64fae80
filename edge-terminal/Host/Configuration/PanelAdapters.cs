using System.Collections.Immutable;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;
#if HAS_IOT_DEVICE_BINDINGS
using HardwareDrivers.Iot.Bindings;
#endif

namespace EdgeTerminal.Host;

/// <summary>Whose drivers of displays and buzzers are in this build. Which, eng/adapters decides; only this file asks.
/// </summary>
internal static class PanelAdapters
{
    /// <summary>Our own: always in the build.</summary>
    public const string Own = "own";

    private const int Width = 128;

    private static readonly PanelAdapter Ours = new(
        Own,
        (open, height) => new OledPanel(open, OledController.Ssd1306(height), Width, height),
        (open, pins, columns, rows, time) => new Hd44780Panel(open, pins, columns, rows, time),
        channel => channel);

    /// <summary>All of them; the first is the one to use where the configuration names none.</summary>
    public static ImmutableArray<PanelAdapter> All { get; } =
    [
#if HAS_IOT_DEVICE_BINDINGS
        new PanelAdapter(
            "iot",
            (open, height) => new OledPanel(new Ssd1306Link(open, Width, height), Width, height),
            (open, pins, columns, rows, _) =>
                new Hd44780Panel(new CharacterLcdLink(open, pins, columns, rows), columns, rows),
            channel => new BuzzerTone(channel)),
#endif
        Ours,
    ];

    /// <summary>Those that know a display: the library has no SH1106.</summary>
    public static ImmutableArray<PanelAdapter> For(PanelDriver driver) =>
        driver == PanelDriver.Sh1106 ? [Ours] : All;
}

/// <summary>Somebody's drivers of displays and buzzers.</summary>
/// <param name="Name">What the configuration calls them.</param>
/// <param name="Ssd1306">On a bus, of a height.</param>
/// <param name="Hd44780">Behind a PCF8574, of columns and rows.</param>
/// <param name="Tone">A channel of a PWM chip, which belongs to what comes of it.</param>
internal sealed record PanelAdapter(
    string Name,
    Func<Func<II2cDevice>, int, IPanel> Ssd1306,
    Func<Func<II2cDevice>, BackpackPins, int, int, TimeProvider, ITextPanel> Hd44780,
    Func<IToneLine, IToneLine> Tone);
