namespace HardwareDrivers.Pn532;

/// <summary>What came of a step.</summary>
internal enum ReaderSign
{
    /// <summary>The link is open.</summary>
    Opened,

    /// <summary>The chip is set up, or has come to its senses.</summary>
    Answered,

    /// <summary>It has done what it is there for: looked for cards, or answered a heartbeat.</summary>
    Progressed,

    /// <summary>It does not acknowledge, or does not answer.</summary>
    Silent,

    /// <summary>It answers, and not as a PN532 should.</summary>
    Garbled,

    /// <summary>The rung's line could not be driven.</summary>
    LineFailed,

    /// <summary>The link is gone, or cannot be opened.</summary>
    LinkLost,

    /// <summary>The pause is over.</summary>
    TimePassed,
}
