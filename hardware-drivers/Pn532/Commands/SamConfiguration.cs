namespace HardwareDrivers.Pn532;

/// <summary>
/// Normal mode: no security module is attached (UM0701-02, 7.2.10). The command that takes the chip out of its
/// low-battery mode after power-on, without which the field stays off (AN10609, PN532 C106).
/// </summary>
public sealed record SamConfiguration() : ConfigurationCommand(CommandCode.SamConfiguration)
{
    private const byte NormalMode = 0x01;

    // Only the virtual card mode has a time-out; the field is sent because the third one needs it before.
    private const byte NoTimeout = 0x00;
    private const byte DriveInterruptLine = 0x01;

    /// <inheritdoc/>
    protected override byte[] Parameters() => [NormalMode, NoTimeout, DriveInterruptLine];
}
