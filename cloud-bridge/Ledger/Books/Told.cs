using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// What terminals were told, each time that somebody changed it: the limits of one, or what a card holds.
/// </summary>
internal sealed class Told<T>
{
    private readonly List<(long FromMilliseconds, T What)> told = [];

    /// <summary>It was changed.</summary>
    /// <param name="atMilliseconds">By the ledger's time; null, at first and in entries of earlier builds: for all
    /// that was done.</param>
    /// <param name="what">What holds from then on.</param>
    public void Add(long? atMilliseconds, T what) => told.Add((atMilliseconds ?? long.MinValue, what));

    /// <summary>
    /// What may have held when a record was made, by a clock that may be wrong by <see cref="EpochChain.ClockError"/>:
    /// the last first.
    /// </summary>
    /// <param name="made">When, as far as the ledger believes it.</param>
    /// <param name="reachedMilliseconds">Not before this; null: that is not known.</param>
    public IEnumerable<T> At(Stamp made, long? reachedMilliseconds)
    {
        var (first, last) = made.Trusted
            ? (IndexAt(made.WallMilliseconds - EpochChain.ClockError),
                IndexAt(made.WallMilliseconds + EpochChain.ClockError))
            : (IndexAt(reachedMilliseconds ?? long.MinValue), told.Count - 1);
        for (var index = last; index >= first; index--)
            yield return told[index].What;
    }

    private int IndexAt(long milliseconds) =>
        Math.Max(0, told.FindLastIndex(row => row.FromMilliseconds <= milliseconds));
}
