namespace Tests.Unit.HardwareDrivers.Pn532;

/// <summary>Where host and chip talk.</summary>
public enum ReaderBus
{
    Serial,
    I2c,
    I2cWithInterrupt,
    Spi,
    SpiWithInterrupt,
}
