using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>
/// The part of a journal that the ledger has, by the signed receipt. Lines that rotted in it are lost here and not to
/// the world, provided that the receipt is for this very chain: the lines behind the rot lead on to its hash.
/// </summary>
/// <param name="receipt">What the ledger has acknowledged.</param>
/// <param name="passOver">Called with what is passed over and the good record behind it.</param>
internal sealed class AcknowledgedPart(AckMessage receipt, Action<UnreadableRecords, JournalRecord> passOver)
{
    private readonly List<UnreadableRecords> unreadable = [];
    private readonly HashSet<long> epochsOfReceipt = [];

    /// <summary>What was passed over, in order.</summary>
    public IReadOnlyList<UnreadableRecords> Unreadable => unreadable;

    /// <summary>The receipt's hashes were found behind all that was passed over.</summary>
    public bool IsOfThisChain => unreadable.TrueForAll(rows => epochsOfReceipt.Contains(rows.Last.Epoch));

    /// <summary>Passes over records, if the ledger has them.</summary>
    /// <param name="rows">Which.</param>
    /// <param name="next">The record behind them: it names the hash of the last.</param>
    public bool TryPass(UnreadableRecords rows, JournalRecord next)
    {
        if (RowOf(rows.Last.Epoch) is not { } row || rows.Last > row.Position())
            return false;
        unreadable.Add(rows);
        Saw(rows.Last, next.Previous);
        passOver(rows, next);
        return true;
    }

    /// <summary>This record has this hash.</summary>
    public void Saw(RecordPosition position, Digest hash)
    {
        if (RowOf(position.Epoch) is { } row && row.Position() == position && row.Hash == hash)
            epochsOfReceipt.Add(position.Epoch);
    }

    private EpochAck? RowOf(long epoch) => receipt.Epochs.FirstOrDefault(row => row.Epoch == epoch);
}
