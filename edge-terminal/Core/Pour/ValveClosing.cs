namespace EdgeTerminal.Core;

/// <summary>Why a valve says that it was closed.</summary>
public enum ValveClosing
{
    /// <summary>All that was granted has flowed.</summary>
    GrantUsed,

    /// <summary>It was open as long as it may be.</summary>
    DeadlinePassed,

    /// <summary>It ran a lease beyond the last durable mark.</summary>
    LeaseRanOut,

    /// <summary>It was told to.</summary>
    Ordered,

    /// <summary>Its line or the meter's is gone.</summary>
    DeviceLost,
}
