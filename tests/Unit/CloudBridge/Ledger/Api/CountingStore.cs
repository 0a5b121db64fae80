using CloudBridge.Ledger;

namespace Tests.Unit.CloudBridge.Ledger.Api;

/// <summary>A store that says how often it was asked.</summary>
internal sealed class CountingStore(ILedgerStore books) : ILedgerStore
{
    /// <summary>Looks into the books.</summary>
    public int Reads { get; private set; }

    /// <summary>Lines of the log that were taken.</summary>
    public int Lines { get; private set; }

    public T Change<T>(Func<LedgerDraft, T> change) => books.Change(change);

    public T Read<T>(Func<LedgerBooks, T> read)
    {
        Reads++;
        return books.Read(read);
    }

    public IEnumerable<LedgerEntry> Entries() => books.Entries();

    public IReadOnlyList<LedgerEntry> EntriesAt(IReadOnlyList<long> numbers) => books.EntriesAt(numbers);

    public IEnumerable<(LogEnd Through, LedgerEntry Entry)> Durable()
    {
        foreach (var line in books.Durable())
        {
            Lines++;
            yield return line;
        }
    }

    public LogEnd End() => books.End();

    public void Dispose() => books.Dispose();
}
