namespace CloudBridge.Ledger;

/// <summary>How the ledger paces itself. Times in milliseconds of the monotonic clock.</summary>
public sealed record LedgerOptions
{
    /// <summary>A new card list is made at most so often.</summary>
    public long ListEvery { get; init; } = 5_000;

    /// <summary>An ack that says nothing new is said again at most so often to one terminal.</summary>
    public long RepeatAckEvery { get; init; } = 1_000;

    /// <summary>A command that is not answered is said again after this.</summary>
    public long RepeatCommandEvery { get; init; } = 5_000;

    /// <summary>Where it is watched, what there is to be seen is looked at so often.</summary>
    public long LookEvery { get; init; } = 2_000;

    /// <summary>
    /// Of several workers one may have a line in its hands while another has those behind it: these wait so long before
    /// they are parked.
    /// </summary>
    public long EarlyPatience { get; init; } = 1_000;
}
