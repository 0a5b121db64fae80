using System.Collections.Immutable;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;
using Iot.Device.Ssd13xx;
using Iot.Device.Ssd13xx.Commands;
using Iot.Device.Ssd13xx.Commands.Ssd1306Commands;

namespace HardwareDrivers.Iot.Bindings;

/// <summary>
/// SSD1306 by Iot.Device.Ssd13xx: its commands, over its base class. The library's own class for this controller sets
/// 32 rows up whatever is asked for, and switches the display on before its memory was cleared.
/// </summary>
public sealed class Ssd1306Link : IOledLink
{
    private const int LowNibble = 0x0F;

    private readonly LibraryDevice<Chip> chip;
    private readonly ImmutableArray<ICommand> setUp;

    /// <param name="open">Opens the panel's device; may throw <see cref="LinkLostException"/>.</param>
    /// <param name="width">Pixels: at most 128.</param>
    /// <param name="height">Pixels: 64 or 32.</param>
    public Ssd1306Link(Func<II2cDevice> open, int width, int height)
    {
        chip = new LibraryDevice<Chip>(Name, open, device => new Chip(device, width, height));
        // As OledController.Ssd1306 says, with its reasons.
        setUp =
        [
            new SetDisplayClockDivideRatioOscillatorFrequency(0x00, 0x08),
            new SetMultiplexRatio((byte)(height - 1)),
            new SetDisplayOffset(0x00),
            new SetDisplayStartLine(0x00),
            new SetChargePump(true),
            new SetMemoryAddressingMode(SetMemoryAddressingMode.AddressingMode.Page),
            new SetSegmentReMap(columnAddress127: true),
            new SetComOutputScanDirection(normalMode: false),
            new SetComPinsHardwareConfiguration(alternativeComPinConfiguration: height > 32),
            new SetContrastControlForBank0(0x7F),
            new SetPreChargePeriod(0x01, 0x0F),
            new SetVcomhDeselectLevel(),
            new DeactivateScroll(),
            new EntireDisplayOn(false),
            new SetNormalDisplay(),
        ];
    }

    /// <inheritdoc/>
    public string Name => "SSD1306";

    /// <inheritdoc/>
    public void SwitchOff(CancellationToken cancellation) =>
        chip.Do((known, _) => known.Send(new SetDisplayOff()), cancellation);

    /// <inheritdoc/>
    public void SetUp(CancellationToken cancellation) => chip.Do(
        (known, _) =>
        {
            foreach (var command in setUp)
                known.Send(command);
        },
        cancellation);

    /// <inheritdoc/>
    public void Send(PageSpan span, CancellationToken cancellation) => chip.Do(
        (known, device) =>
        {
            known.Send(new SetPageStartAddressForPageAddressingMode((PageAddress)span.Page));
            known.Send(new SetLowerColumnStartAddressForPageAddressingMode((byte)(span.Column & LowNibble)));
            known.Send(new SetHigherColumnStartAddressForPageAddressingMode((byte)(span.Column >> 4)));
            // The library puts its control byte in front.
            foreach (var part in span.Bytes.ToArray().Chunk(device.LongestTransfer - 1))
                known.SendData(part);
        },
        cancellation);

    /// <inheritdoc/>
    public void SwitchOn(CancellationToken cancellation) =>
        chip.Do((known, _) => known.Send(new SetDisplayOn()), cancellation);

    /// <inheritdoc/>
    public byte? ReadStatus(CancellationToken cancellation) => chip.Read(cancellation);

    /// <inheritdoc/>
    public void Close() => chip.Close();

    /// <summary>What the base class leaves open; it sends nothing by itself.</summary>
    private sealed class Chip(BoardI2cDevice device, int width, int height) : Ssd13xx(device, width, height)
    {
        // Control byte: what follows up to the stop is commands (SSD1306 rev. 1.1, 8.1.5.2).
        private const byte Commands = 0x00;

        public void Send(ICommand command) => device.Write([Commands, .. command.GetBytes()]);

        public override void SendCommand(ISharedCommand command) => Send(command);

        protected override void SetStartAddress()
        {
            Send(new SetPageStartAddressForPageAddressingMode());
            Send(new SetLowerColumnStartAddressForPageAddressingMode());
            Send(new SetHigherColumnStartAddressForPageAddressingMode());
        }
    }
}
