using System.Collections.Immutable;

namespace HardwareDrivers.Display;

/// <summary>
/// What differs between the controllers of small OLED panels. Both know the same commands for place and data; SH1106
/// has no other addressing than by pages, so both are driven that way.
/// </summary>
/// <param name="Name">As in the configuration: <c>ssd1306</c>.</param>
/// <param name="FirstColumn">Where the panel's left edge lies in the controller's memory.</param>
/// <param name="SetUp">Commands that leave the display on or off as it is.</param>
public sealed record OledController(string Name, int FirstColumn, ImmutableArray<byte> SetUp)
{
    /// <summary>Display off and on (SSD1306 rev. 1.1, 10.1.12; SH1106 V2.3, command 11).</summary>
    internal const byte Off = 0xAE;

    /// <inheritdoc cref="Off"/>
    internal const byte On = 0xAF;

    // "COM pins hardware configuration" (SSD1306, 10.1.18): alternative for 64 rows, sequential for 32.
    private const byte AlternativePins = 0x12;
    private const byte SequentialPins = 0x02;

    /// <summary>SSD1306: 128 columns of memory (rev. 1.1, table 9-1; charge pump: application note, 2).</summary>
    /// <param name="height">Pixels: 64 or 32.</param>
    public static OledController Ssd1306(int height) => new(
        "ssd1306",
        FirstColumn: 0,
        [
            0xD5, 0x80, // clock: divide by 1, 370 kHz
            0xA8, Multiplex(height),
            0xD3, 0x00, // no vertical offset
            0x40, // memory's first row on top
            0x8D, 0x14, // charge pump on
            0x20, 0x02, // page addressing
            0xA1, 0xC8, // connector above: column 127 on the left, scanned from the last row
            0xDA, Pins(height),
            0x81, 0x7F, // contrast: half
            0xD9, 0xF1, // precharge for a charge pump's supply
            0xDB, 0x20, // deselect level
            0x2E, // no scrolling
            0xA4, 0xA6, // show the memory, set bits lit
        ]);

    /// <summary>
    /// SH1106: 132 columns of memory, of which panels of 128 show those from the third (V2.3, "Commands" 1 to 21).
    /// </summary>
    /// <inheritdoc cref="Ssd1306"/>
    public static OledController Sh1106(int height) => new(
        "sh1106",
        FirstColumn: 2,
        [
            0xD5, 0x50, // clock as after a reset
            0xA8, Multiplex(height),
            0xD3, 0x00, // no vertical offset
            0x40, // memory's first row on top
            0xAD, 0x8B, // its own voltage converter on
            0x32, // 8.0 V
            0xA1, 0xC8, // connector above
            0xDA, Pins(height),
            0x81, 0x80, // contrast: half
            0xD9, 0x22, // precharge as after a reset
            0xDB, 0x35, // deselect level as after a reset
            0xA4, 0xA6, // show the memory, set bits lit
        ]);

    /// <summary>Where the next bytes go (SSD1306, 10.1.1 to 10.1.3 and 10.1.13).</summary>
    /// <param name="page">From the top.</param>
    /// <param name="column">Of the panel.</param>
    internal byte[] Place(int page, int column)
    {
        var inMemory = FirstColumn + column;
        return [(byte)(0xB0 | page), (byte)(inMemory & 0x0F), (byte)(0x10 | (inMemory >> 4))];
    }

    private static byte Multiplex(int height) => (byte)(height - 1);

    private static byte Pins(int height) => height > 32 ? AlternativePins : SequentialPins;
}
