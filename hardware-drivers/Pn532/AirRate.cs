namespace HardwareDrivers.Pn532;

/// <summary>Bits a second over the air, by the chip's codes (UM0701-02, 7.3.7).</summary>
public enum AirRate : byte
{
    /// <summary>106 kbit/s: every card begins so, and one without ISO/IEC 14443-4 stays so.</summary>
    Kilobits106 = 0,

    /// <summary>212 kbit/s.</summary>
    Kilobits212 = 1,

    /// <summary>424 kbit/s: the chip's fastest.</summary>
    Kilobits424 = 2,
}
