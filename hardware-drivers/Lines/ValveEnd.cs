namespace HardwareDrivers.Lines;

/// <summary>Why a valve was closed.</summary>
public enum ValveEnd
{
    /// <summary>All that was granted has flowed, or will have when the valve is shut.</summary>
    GrantUsed,

    /// <summary>It was open as long as it may be.</summary>
    DeadlinePassed,

    /// <summary>More has flowed than a lease beyond what is on the disk: the loop or the disk hangs.</summary>
    LeaseRanOut,

    /// <summary>It was told to.</summary>
    Stopped,

    /// <summary>The flow meter's line is gone: nobody knows what flows.</summary>
    InputLost,

    /// <summary>The valve's own line could not be driven: it was not opened, or may still be open.</summary>
    LineLost,

    /// <summary>Its thread ended by an error of the program.</summary>
    Fault,
}
