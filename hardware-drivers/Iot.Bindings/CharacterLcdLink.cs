using System.Device.Gpio;
using System.Drawing;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;
using Iot.Device.CharacterLcd;
using Iot.Device.Pcx857x;

namespace HardwareDrivers.Iot.Bindings;

/// <summary>
/// HD44780 by Iot.Device.CharacterLcd over Iot.Device.Pcx857x, whatever the wiring between the two. Its waits are the
/// library's own.
/// </summary>
public sealed class CharacterLcdLink : ICharacterLink
{
    private readonly LibraryDevice<Hd44780> lcd;
    private readonly BackpackPins pins;
    private readonly int columns;

    /// <param name="open">Opens the PCF8574; may throw <see cref="LinkLostException"/>.</param>
    /// <param name="pins">Its wiring.</param>
    /// <param name="columns">16 or 20.</param>
    /// <param name="rows">2 or 4.</param>
    public CharacterLcdLink(Func<II2cDevice> open, BackpackPins pins, int columns, int rows)
    {
        (this.pins, this.columns) = (pins, columns);
        lcd = new LibraryDevice<Hd44780>(
            Name, open, device => new Hd44780(new Size(columns, rows), Interface(device, pins)));
    }

    /// <inheritdoc/>
    public string Name => "HD44780's PCF8574";

    /// <inheritdoc/>
    public void SetUp(CancellationToken cancellation)
    {
        // The library sets up when it makes its driver, and switches the display on.
        lcd.Close();
        lcd.Do((known, _) => known.DisplayOn = false, cancellation);
    }

    /// <inheritdoc/>
    public bool IsStillSetUp(CancellationToken cancellation) => lcd.Read(cancellation) is { } port
        ? pins.AreAtRest(port)
        : throw new NotAcknowledgedException();

    /// <inheritdoc/>
    public void Draw(int slot, ReadOnlySpan<byte> dots, CancellationToken cancellation)
    {
        var rows = dots.ToArray();
        lcd.Do((known, _) => known.CreateCustomCharacter(slot, rows), cancellation);
    }

    /// <inheritdoc/>
    public void Write(int row, int column, ReadOnlySpan<byte> codes, CancellationToken cancellation)
    {
        var text = new char[codes.Length];
        for (var index = 0; index < text.Length; index++)
            text[index] = (char)codes[index];
        lcd.Do(
            (known, _) =>
            {
                // The third and fourth lines are the rest of the first two; the library takes 20 columns as given.
                known.SetCursorPosition(row < 2 ? column : columns + column, row % 2);
                known.Write(text.AsSpan());
            },
            cancellation);
    }

    /// <inheritdoc/>
    public void SwitchOn(CancellationToken cancellation) =>
        lcd.Do((known, _) => known.DisplayOn = true, cancellation);

    /// <inheritdoc/>
    public void Close() => lcd.Close();

    private static LcdInterface Interface(BoardI2cDevice device, BackpackPins pins) => LcdInterface.CreateGpio(
        pins.PinOf("rs"),
        pins.PinOf("e"),
        [pins.PinOf("d4"), pins.PinOf("d5"), pins.PinOf("d6"), pins.PinOf("d7")],
        backlightPin: pins.PinOf("backlight"),
        readWritePin: pins.PinOf("rw"),
        controller: new GpioController(new Pcf8574(device)));
}
