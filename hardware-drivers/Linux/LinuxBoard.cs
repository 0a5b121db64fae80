using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Linux;

/// <summary>
/// Buses and lines by the kernel's own interfaces: GPIO character device version 2, i2c-dev, spidev, PWM in sysfs.
/// </summary>
public sealed class LinuxBoard : IBoard
{
    private readonly IKernel kernel;

    /// <summary>This machine.</summary>
    public LinuxBoard() : this(SystemKernel.Instance)
    {
    }

    internal LinuxBoard(IKernel kernel) => this.kernel = kernel;

    /// <inheritdoc/>
    public string Name => "linux";

    /// <inheritdoc/>
    public ILineChip OpenLines(int chip)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chip);
        return new LinuxLineChip(kernel, DeviceFile.Open(kernel, $"/dev/gpiochip{chip}", OpenFlags.ReadWrite));
    }

    /// <inheritdoc/>
    public II2cDevice OpenI2c(int bus, int address) => LinuxI2cDevice.Open(kernel, bus, address);

    /// <inheritdoc/>
    public ISpiDevice OpenSpi(SpiSettings settings) => LinuxSpiDevice.Open(kernel, settings);

    /// <inheritdoc/>
    public IToneLine OpenPwm(int chip, int channel) => LinuxPwm.Open(kernel, chip, channel);
}
