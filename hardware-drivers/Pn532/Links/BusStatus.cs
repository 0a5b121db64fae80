namespace HardwareDrivers.Pn532;

/// <summary>What the chip's status byte says (UM0701-02, 6.2: bit 0 is "ready").</summary>
internal enum BusStatus
{
    /// <summary>Nothing to read.</summary>
    Busy,

    /// <summary>A frame may be read.</summary>
    Ready,

    /// <summary>Nobody acknowledged: absent, or asleep.</summary>
    Silent,
}
