using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What a terminal was told, each time that it was enrolled.</summary>
internal sealed class ToldLimits
{
    private readonly List<(long FromMilliseconds, TerminalLimits Limits)> told = [];

    /// <summary>It was enrolled.</summary>
    /// <param name="atMilliseconds">By the ledger's time; null, in entries of earlier builds: for all that it did.
    /// </param>
    /// <param name="limits">What it was told.</param>
    public void Add(long? atMilliseconds, TerminalLimits limits) =>
        told.Add((atMilliseconds ?? long.MinValue, limits));

    /// <summary>What may have held when a record was made: the last first.</summary>
    /// <param name="made">When, as far as the ledger believes it.</param>
    /// <param name="reachedMilliseconds">Not before this; null: that is not known.</param>
    public IEnumerable<TerminalLimits> At(Stamp made, long? reachedMilliseconds)
    {
        var (first, last) = made.Trusted
            ? (IndexAt(made.WallMilliseconds), IndexAt(made.WallMilliseconds))
            : (IndexAt(reachedMilliseconds ?? long.MinValue), told.Count - 1);
        for (var index = last; index >= first; index--)
            yield return told[index].Limits;
    }

    private int IndexAt(long milliseconds) =>
        Math.Max(0, told.FindLastIndex(row => row.FromMilliseconds <= milliseconds));
}
