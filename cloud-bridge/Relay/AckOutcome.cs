namespace CloudBridge.Relay;

/// <summary>What an ack says to the outbox.</summary>
public enum AckOutcome
{
    /// <summary>More is acknowledged than before.</summary>
    Advanced,

    /// <summary>The same as before: if more was sent, it did not arrive.</summary>
    Repeated,

    /// <summary>Less than before, in no higher era: an old message.</summary>
    Outdated,

    /// <summary>A higher era has less than before: the ledger was restored and wants it again.</summary>
    MovedBack,

    /// <summary>
    /// The ledger has a record that this journal does not have, or another in its place: an older image of this
    /// terminal was restored.
    /// </summary>
    Diverged,
}
