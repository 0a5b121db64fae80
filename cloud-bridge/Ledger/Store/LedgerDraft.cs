namespace CloudBridge.Ledger;

/// <summary>
/// A change that is being made. What is added is in the books at once, so that the next step sees it, and durable with
/// all the rest when the change is over. A power cut before that may leave the first of them: what must be stored all
/// or none is one entry.
/// </summary>
public sealed class LedgerDraft
{
    private readonly Action<LedgerEntry, StoredLine?> take;

    /// <param name="books">With all that was stored before.</param>
    /// <param name="take">Puts an entry into the books, or throws.</param>
    internal LedgerDraft(LedgerBooks books, Action<LedgerEntry, StoredLine?> take) =>
        (Books, this.take) = (books, take);

    /// <summary>With all that was stored before, and all that was added.</summary>
    public LedgerBooks Books { get; }

    /// <summary>Adds an entry.</summary>
    /// <exception cref="LedgerStoreException">The books cannot take it: nothing of the change is stored.</exception>
    public void Add(LedgerEntry entry) => Add(entry, line: null);

    /// <summary>Adds an entry if the books can take it.</summary>
    /// <returns>Why they cannot, as the end of a sentence; null: it is added.</returns>
    internal string? TryAdd(LedgerEntry entry)
    {
        if (EntryFlaws.Of(entry, Books) is { } flaw)
            return flaw;
        Add(entry);
        return null;
    }

    /// <summary>Adds an entry of a record whose line was read already.</summary>
    /// <exception cref="LedgerStoreException">The books cannot take it: nothing of the change is stored.</exception>
    internal void Add(LedgerEntry entry, StoredLine? line) => take(entry, line);
}
