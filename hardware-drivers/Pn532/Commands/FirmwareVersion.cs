namespace HardwareDrivers.Pn532;

/// <summary>The chip's firmware. The only one in the field is 1.6.</summary>
/// <param name="Version">1.</param>
/// <param name="Revision">6.</param>
/// <param name="Support">Bit 0: ISO/IEC 14443 type A, bit 1: type B, bit 2: ISO 18092.</param>
public sealed record FirmwareVersion(byte Version, byte Revision, byte Support)
{
    /// <summary>The value of IC that says PN532.</summary>
    public const byte Pn532 = 0x32;

    /// <inheritdoc/>
    public override string ToString() => $"PN532, firmware {Version}.{Revision}";
}
