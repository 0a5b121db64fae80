namespace HardwareDrivers.Abstractions;

/// <summary>
/// The buses and lines of a machine, by the numbers that the kernel gives them. One implementation for the kernel's own
/// interfaces, one for each library in the build, one that is simulated. What is opened belongs to the caller.
/// </summary>
public interface IBoard
{
    /// <summary>What the configuration calls it: <c>linux</c>.</summary>
    string Name { get; }

    /// <summary>Opens a chip with GPIO lines: <c>/dev/gpiochipN</c>.</summary>
    /// <exception cref="LinkLostException">It is not there, or may not be used: says what to do.</exception>
    ILineChip OpenLines(int chip);

    /// <summary>Opens a device on an I2C bus: <c>/dev/i2c-N</c>.</summary>
    /// <param name="bus">N.</param>
    /// <param name="address">Seven bits.</param>
    /// <inheritdoc cref="OpenLines"/>
    II2cDevice OpenI2c(int bus, int address);

    /// <summary>Opens a device on an SPI bus: <c>/dev/spidevN.S</c>.</summary>
    /// <inheritdoc cref="OpenLines"/>
    ISpiDevice OpenSpi(SpiSettings settings);

    /// <summary>Opens a channel of a PWM chip: <c>/sys/class/pwm/pwmchipN</c>.</summary>
    /// <inheritdoc cref="OpenLines"/>
    IToneLine OpenPwm(int chip, int channel);
}
