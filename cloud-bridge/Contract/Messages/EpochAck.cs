namespace CloudBridge.Contract;

/// <summary>How far the ledger has one epoch of a terminal.</summary>
/// <param name="Epoch">Which.</param>
/// <param name="Sequence">The last record stored without a gap; 0 when there is none.</param>
/// <param name="Hash">That record's hash; zero when there is none.</param>
public sealed record EpochAck(long Epoch, long Sequence, Digest Hash)
{
    /// <summary>The last record stored.</summary>
    public RecordPosition Position() => new(Epoch, Sequence);
}
