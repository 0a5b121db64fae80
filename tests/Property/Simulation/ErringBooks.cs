using CloudBridge.Ledger;

namespace Tests.Property.Simulation;

/// <summary>Books that are told something else than what the ledger decided.</summary>
internal sealed class ErringBooks(ILedgerStore books, Func<LedgerEntry, LedgerEntry> changed) : ILedgerStore
{
    public T Change<T>(Func<LedgerDraft, T> change) => books.Change(draft =>
        change(new LedgerDraft(draft.Books, (entry, _) => draft.Add(changed(entry)))));

    public T Read<T>(Func<LedgerBooks, T> read) => books.Read(read);

    public IEnumerable<LedgerEntry> Entries() => books.Entries();

    public IReadOnlyList<LedgerEntry> EntriesAt(IReadOnlyList<long> numbers) => books.EntriesAt(numbers);

    public IEnumerable<(LogEnd Through, LedgerEntry Entry)> Durable() => books.Durable();

    public LogEnd End() => books.End();

    public void Dispose() => books.Dispose();
}
