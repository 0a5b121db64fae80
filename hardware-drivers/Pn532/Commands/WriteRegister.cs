namespace HardwareDrivers.Pn532;

/// <summary>Writes one of the chip's registers (UM0701-02, 7.2.5).</summary>
/// <param name="Address">As in the data sheet's table of registers.</param>
/// <param name="Value">What is in it from now on.</param>
public sealed record WriteRegister(ushort Address, byte Value) : ConfigurationCommand(CommandCode.WriteRegister)
{
    /// <summary>
    /// CIU_RxMode: bit 7 has the chip check and take away the checksum of what comes over the air; bits 6 to 4 are the
    /// rate, 0 for 106 kbit/s (PN532/C1 data sheet, 8.6.23.20).
    /// </summary>
    public const ushort ReceptionMode = 0x6303;

    /// <inheritdoc/>
    protected override byte[] Parameters() => [(byte)(Address >> 8), (byte)(Address & 0xFF), Value];
}
