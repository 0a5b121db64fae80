namespace EdgeTerminal.Core;

/// <summary>Why a pour ended. In facts each is a word of docs/formats/journal.md.</summary>
public enum PourEnd
{
    /// <summary>All that was held has been poured.</summary>
    GrantUsed,

    /// <summary>The card was taken away, and did not come back in time.</summary>
    CardGone,

    /// <summary>Nothing flowed for too long.</summary>
    NoFlow,

    /// <summary>Too little flowed: the keg is empty.</summary>
    TooSlow,

    /// <summary>The valve was open as long as it may be.</summary>
    TooLong,

    /// <summary>Staff ended it.</summary>
    StoppedByStaff,

    /// <summary>A command of the ledger ended it.</summary>
    StoppedByCommand,

    /// <summary>The daemon was asked to stop.</summary>
    Stopped,

    /// <summary>It flowed on although the valve was shut.</summary>
    Leak,

    /// <summary>The valve was open and the meter never moved.</summary>
    MeterDead,

    /// <summary>What was poured could not be made durable in time.</summary>
    LeaseRanOut,

    /// <summary>The valve or the meter is gone.</summary>
    DeviceLost,

    /// <summary>The power went: billed to the last mark.</summary>
    PowerCut,
}
