namespace HardwareDrivers.Simulated;

/// <summary>What brings back a chip whose firmware hangs: it says nothing, and its field stays as it was.</summary>
public enum ChipHang
{
    /// <summary>An ACK frame; nothing else is heard.</summary>
    UntilAbort,

    /// <summary>RSTPD_N, or its supply.</summary>
    UntilReset,

    /// <summary>Its supply, switched off for long enough.</summary>
    UntilPowerCycle,

    /// <summary>Nothing but the test that has hung it.</summary>
    UntilReleased,
}
