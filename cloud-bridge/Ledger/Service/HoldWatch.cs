using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// How long holds have counted, by this process's own clock. After a restart all of them begin anew: they count longer,
/// never shorter.
/// </summary>
internal sealed class HoldWatch
{
    private readonly Queue<(long At, long Last)> seen = [];
    private long lastSeen;
    private long overdue;

    /// <summary>Holds that nothing has closed in time are free again in the next list.</summary>
    public void LetGo(ILedgerStore store, long now)
    {
        var found = store.Read(books => Overdue(
            books.Settlements.Counting, now, hold => books.Terminal(hold.Terminal).IsOverdue(hold)));
        if (found.Count == 0)
            return;
        store.Change(draft =>
        {
            foreach (var (terminal, held, hash) in found)
                if (draft.Books.Settlements.Counting.Has(hash))
                    draft.Add(new LedgerEntry.HoldOverdue(terminal, held.Epoch, held.Sequence, hash));
            return true;
        });
    }

    /// <summary>Holds that have counted for too long.</summary>
    /// <param name="holds">All that count now.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    /// <param name="isOpen">Nothing that came has closed it.</param>
    public List<CountingHold> Overdue(CountingHolds holds, long now, Func<CountingHold, bool> isOpen)
    {
        if (holds.Last > lastSeen)
            seen.Enqueue((now, lastSeen = holds.Last));
        while (seen.TryPeek(out var oldest) && now - oldest.At >= OpenHold.CountsForMilliseconds)
        {
            overdue = oldest.Last;
            seen.Dequeue();
        }
        return [.. holds.Oldest(overdue, isOpen)];
    }
}
