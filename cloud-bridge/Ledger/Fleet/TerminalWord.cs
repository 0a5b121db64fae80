using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What a terminal said last of itself, which it has signed.</summary>
/// <param name="Status">It.</param>
/// <param name="HeardMilliseconds">When it came, by the ledger's time, since 1970-01-01T00:00:00Z.</param>
/// <param name="WasKept">The broker had kept it: it was said before that.</param>
/// <param name="VanishedMilliseconds">When the broker said that the terminal is gone without a word; null: it is there,
/// as far as is known. Nobody signs that.</param>
public sealed record TerminalWord(
    StatusMessage Status, long HeardMilliseconds, bool WasKept, long? VanishedMilliseconds = null)
{
    /// <summary>It, as it came.</summary>
    internal ReadOnlyMemory<byte> Signed { get; init; }

    /// <summary>What it does, as far as is known.</summary>
    public TerminalActivity Activity => VanishedMilliseconds is null ? Status.Activity : TerminalActivity.Vanished;

    /// <summary>A guest who comes there now is served.</summary>
    public bool Sells => Activity == TerminalActivity.Serving && Status.Reason is null;

    /// <summary>
    /// Records that it has and the ledger has not, at least: what it wrote since it said so is not among them.
    /// </summary>
    internal long Unsent(TerminalBook book) => book.Lacks(new RecordPosition(Status.QueueEpoch, Status.QueueEnd));
}
