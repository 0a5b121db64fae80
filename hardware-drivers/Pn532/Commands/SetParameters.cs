namespace HardwareDrivers.Pn532;

/// <summary>What the firmware does by itself (UM0701-02, 7.2.9).</summary>
/// <param name="Flags">The chip starts with <see cref="PowerOn"/>.</param>
public sealed record SetParameters(byte Flags) : ConfigurationCommand(CommandCode.SetParameters)
{
    /// <summary>
    /// Automatic ATR_RES (bit 2) and automatic RATS (bit 4): a card of ISO/IEC 14443-4 is listed with its ATS.
    /// </summary>
    public const byte PowerOn = 0x14;

    /// <inheritdoc/>
    protected override byte[] Parameters() => [Flags];
}
