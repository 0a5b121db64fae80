using System.Text;

namespace CloudBridge.Ledger;

/// <summary>
/// How far a terminal had written that was revoked since: kept in the log, because the broker may have another word of
/// it by then. Where nobody had heard it, all that it hands in waits for a treasurer.
/// </summary>
internal sealed class LastWords(ILedgerStore store)
{
    /// <summary>Keeps what is not kept yet.</summary>
    /// <param name="fleet">Hears nothing of a terminal from its revocation on.</param>
    public void Keep(Fleet fleet)
    {
        var heard = store.Read(books => Missing(books, fleet).ToList());
        if (heard.Count == 0)
            return;
        store.Change(draft =>
        {
            foreach (var entry in heard)
                draft.TryAdd(entry);
            return true;
        });
    }

    private static IEnumerable<LedgerEntry.QueueEndHeard> Missing(LedgerBooks books, Fleet fleet)
    {
        foreach (var book in books.Terminals)
            if (book is { IsRevoked: true, QueueEnd: null } && fleet.TryFind(book.Terminal, out var word))
                yield return new LedgerEntry.QueueEndHeard(
                    book.Terminal,
                    word.Status.QueueEpoch,
                    word.Status.QueueEnd,
                    Encoding.ASCII.GetString(word.Signed.Span));
    }
}
