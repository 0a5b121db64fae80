namespace HardwareDrivers.Pn532;

/// <summary>How much fits into a frame (PN532 User Manual UM0701-02, 6.2.1.1 and 6.2.1.2).</summary>
public static class FrameLimits
{
    /// <summary>
    /// Bytes of packet data, PD0 … PDn, that the chip can hold: 264, which is 265 with the identifier.
    /// </summary>
    public const int MaximumData = 264;

    /// <summary>
    /// Bytes of packet data in a frame of the normal form, whose one length byte counts the identifier.
    /// </summary>
    public const int MaximumNormalData = 254;
}
