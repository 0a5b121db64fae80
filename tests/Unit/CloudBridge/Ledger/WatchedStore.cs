using CloudBridge.Ledger;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Counts changes, and knows when somebody is at the books.</summary>
internal sealed class WatchedStore(ILedgerStore inner) : ILedgerStore
{
    public int Changes { get; set; }

    public int SignedWithin { get; set; }

    public bool IsWithin { get; private set; }

    public T Change<T>(Func<LedgerDraft, T> change)
    {
        Changes++;
        return Within(() => inner.Change(change));
    }

    public T Read<T>(Func<LedgerBooks, T> read) => Within(() => inner.Read(read));

    public IEnumerable<LedgerEntry> Entries() => inner.Entries();

    public IReadOnlyList<LedgerEntry> EntriesAt(IReadOnlyList<long> numbers) => inner.EntriesAt(numbers);

    public IEnumerable<(LogEnd Through, LedgerEntry Entry)> Durable() => inner.Durable();

    public LogEnd End() => inner.End();

    public void Dispose() => inner.Dispose();

    private T Within<T>(Func<T> act)
    {
        IsWithin = true;
        try
        {
            return act();
        }
        finally
        {
            IsWithin = false;
        }
    }
}
