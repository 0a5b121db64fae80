using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// How far a terminal had written that was revoked since, by its last word: kept in the log, because the broker may
/// have another one by then. Where nobody had heard it, all that it hands in waits for a treasurer. Who has its key can
/// make all of it wait by saying less than it has; by the furthest of its words he could have what he wrote booked.
/// </summary>
internal sealed class LastWords(ILedgerStore store)
{
    /// <summary>
    /// A journal has no room for more that nobody has acknowledged: who says more has the terminal's key, and wants it
    /// booked.
    /// </summary>
    public const long MostUnacknowledged = 100_000;

    /// <summary>How far it had written by its word, as far as that can be.</summary>
    public static RecordPosition EndBy(StatusMessage word, TerminalBook book) => new(
        word.QueueEpoch,
        Math.Min(word.QueueEnd, (book.Chain(word.QueueEpoch)?.Sequence ?? 0) + MostUnacknowledged));

    /// <summary>Keeps what is not kept yet.</summary>
    /// <param name="fleet">Hears nothing of a terminal from its revocation on.</param>
    public void Keep(Fleet fleet)
    {
        if (!store.Read(books => Missing(books, fleet).Any()))
            return;
        store.Change(draft =>
        {
            foreach (var entry in Missing(draft.Books, fleet).ToList())
                draft.TryAdd(entry);
            return true;
        });
    }

    /// <summary>Is it signed by a key that the terminal has not left since?</summary>
    private static bool IsOf(TerminalBook book, TerminalWord word) =>
        Jws.OpenUnverified(JwsType.Status, word.Signed).Succeeded(out var signed, out _) &&
        book.Keys.OfWords.Find(signed.Key) is not null;

    private static IEnumerable<LedgerEntry.QueueEndHeard> Missing(LedgerBooks books, Fleet fleet)
    {
        foreach (var book in books.Terminals)
            if (book is { IsRevoked: true, QueueEnd: null } && fleet.TryFind(book.Terminal, out var word) &&
                IsOf(book, word))
            {
                var end = EndBy(word.Status, book);
                var heard = new LedgerEntry.QueueEndHeard(
                    book.Terminal, end.Epoch, end.Sequence, Encoding.ASCII.GetString(word.Signed.Span));
                // Whoever has its key may have said what cannot be: that is no reason to try it each second.
                if (HeldFlaws.Of(heard, books) is null)
                    yield return heard;
            }
    }
}
