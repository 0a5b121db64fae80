namespace EdgeTerminal.Host;

/// <summary>A PN532, and the bus that it is on.</summary>
/// <param name="Device">The serial line, where it is on one.</param>
/// <param name="Baud">The rate that it is to be switched to there.</param>
internal sealed record ReaderSettings(string Device, int Baud)
{
    /// <summary>Which bus.</summary>
    public ReaderBus Link { get; init; }

    /// <summary>N of <c>/dev/i2c-N</c>.</summary>
    public int I2cBus { get; init; } = 1;

    /// <summary>N of <c>/dev/spidevN.S</c>.</summary>
    public int SpiBus { get; init; }

    /// <summary>S of <c>/dev/spidevN.S</c>.</summary>
    public int SpiSelect { get; init; }

    /// <summary>The line at P70_IRQ; null: the chip is asked again and again.</summary>
    public int? InterruptLine { get; init; }

    /// <summary>The line at RSTPD_N; null: not wired.</summary>
    public int? ResetLine { get; init; }

    /// <summary>The line that takes the chip's supply away while it is high; null: not wired.</summary>
    public int? SupplyLine { get; init; }

    /// <summary>Where it is, for people.</summary>
    public string Place => Link switch
    {
        ReaderBus.I2c => $"/dev/i2c-{I2cBus}",
        ReaderBus.Spi => $"/dev/spidev{SpiBus}.{SpiSelect}",
        _ => Device,
    };
}

/// <summary>Buses of the PN532.</summary>
internal enum ReaderBus
{
    /// <summary>HSU.</summary>
    Serial,

    /// <summary>I2C.</summary>
    I2c,

    /// <summary>SPI.</summary>
    Spi,
}
