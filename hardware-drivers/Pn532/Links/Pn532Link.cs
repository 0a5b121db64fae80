using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Pn532;

/// <summary>Which of the chip's buses a reader is on, and how it is opened: each time anew.</summary>
public sealed class Pn532Link
{
    /// <summary>Seven bits; the chip has no other.</summary>
    public const int I2cAddress = I2cFrameLink.Address;

    /// <summary>The chip's limit is 5 MHz (UM0701-02, 6.2); wires to a board on a table carry 1.</summary>
    public const int SpiHertz = 1_000_000;

    private readonly Func<Pn532Settings, TimeProvider, IFrameLink> open;

    private Pn532Link(Func<Pn532Settings, TimeProvider, IFrameLink> open) => this.open = open;

    /// <summary>A serial line, HSU.</summary>
    /// <param name="openLine">Opens it at the rate that the chip is to have (one of <see
    /// cref="SetSerialBaudRate.Rates"/>). Throws <see cref="LinkLostException"/> when it is not there.</param>
    public static Pn532Link Serial(Func<ISerialLine> openLine) =>
        new((settings, clock) => new SerialFrameLink(openLine(), settings, clock));

    /// <summary>I2C.</summary>
    /// <param name="openDevice">Opens <see cref="I2cAddress"/>, as above.</param>
    /// <param name="openInterrupt">Opens the line at P70_IRQ, active low; null: the chip is asked again and again.
    /// </param>
    public static Pn532Link I2c(Func<II2cDevice> openDevice, Func<IInputLine>? openInterrupt) =>
        new((settings, clock) => Open(
            openDevice, openInterrupt, (device, line) => new I2cFrameLink(device, line, settings, clock)));

    /// <summary>SPI, mode 0.</summary>
    /// <inheritdoc cref="I2c"/>
    public static Pn532Link Spi(Func<ISpiDevice> openDevice, Func<IInputLine>? openInterrupt) =>
        new((settings, clock) => Open(
            openDevice, openInterrupt, (device, line) => new SpiFrameLink(device, line, settings, clock)));

    internal IFrameLink Open(Pn532Settings settings, TimeProvider clock) => open(settings, clock);

    private static IFrameLink Open<T>(
        Func<T> openDevice, Func<IInputLine>? openInterrupt, Func<T, IInputLine?, IFrameLink> link)
        where T : IDisposable
    {
        var device = openDevice();
        try
        {
            return link(device, openInterrupt?.Invoke());
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }
}
