using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// A whole list that is made some chunks at a time, because whoever books waits meanwhile. A chunk of which cards
/// change after it was made is made again; what is left is made with the list, so that all of it is of one moment.
/// </summary>
internal sealed class ListInMaking
{
    /// <summary>
    /// Where so much changes that it is made this often and is still not over, the rest is made with the list, however
    /// much that is.
    /// </summary>
    private const int MostRounds = 3;

    private readonly SortedSet<int> pending = [];
    private readonly int most;
    private (Digest Hash, byte[] Bytes)[] chunks = [];
    private SeenBooks seen;
    private long made;
    private int next;

    private ListInMaking(int most, SeenBooks seen) => (this.most, this.seen) = (most, seen);

    /// <summary>There is more to do before it is worth while to end it.</summary>
    public bool HasMore { get; private set; } = true;

    /// <summary>Begins one.</summary>
    /// <param name="books">As they are.</param>
    /// <param name="before">
    /// The whole list before it and the last version since, up to which that was told of all changes; null: every chunk
    /// is made.
    /// </param>
    /// <param name="most">So many cards at a time.</param>
    public static ListInMaking Begin(LedgerBooks books, (PublishedList Whole, ListedBooks Listed)? before, int most)
    {
        var count = CardChunks.FewestFor(books.CardCount);
        if (before is not { } list || list.Whole.Hashes.Count != count)
        {
            var anew = new ListInMaking(most, SeenBooks.Of(books));
            anew.CutInto(count);
            return anew;
        }
        var making = new ListInMaking(most, list.Listed.Seen)
        {
            chunks = [.. list.Whole.Hashes.Select(hash => (hash, list.Whole.Chunks[hash]))],
        };
        making.pending.UnionWith(list.Whole.Outdated);
        return making;
    }

    /// <summary>Makes some of it, unless what is left can be made with the list.</summary>
    public void GoOn(LedgerBooks books)
    {
        CatchUp(books);
        var atOnce = (int)Math.Clamp((long)most * chunks.Length / Math.Max(1, books.CardCount), 1, chunks.Length);
        HasMore = pending.Count > atOnce && made < (long)MostRounds * chunks.Length;
        if (HasMore)
            Make(books, Next(atOnce));
    }

    /// <summary>Makes what is left: the list is of this moment.</summary>
    /// <returns>Its chunks, in order.</returns>
    public IReadOnlyList<(Digest Hash, byte[] Bytes)> End(LedgerBooks books)
    {
        CatchUp(books);
        while (pending.Count > 0)
            Make(books, [.. pending]);
        return chunks;
    }

    /// <summary>Behind those that were made last: what changes there once more is made again once.</summary>
    private List<int> Next(int atOnce)
    {
        List<int> places = [.. pending.Where(place => place >= next).Take(atOnce)];
        next = places.Count < atOnce ? 0 : places[^1] + 1;
        return places.Count > 0 ? places : Next(atOnce);
    }

    private void CatchUp(LedgerBooks books)
    {
        var now = SeenBooks.Of(books);
        if (seen.ChangesIn(now, books) is { } changes)
            pending.UnionWith(changes.Cards.Select(card => CardChunks.IndexOf(card, chunks.Length)));
        else
            pending.UnionWith(Enumerable.Range(0, chunks.Length));
        seen = now;
    }

    /// <summary>However many cards there are, those of one chunk are in memory as objects.</summary>
    private void Make(LedgerBooks books, List<int> places)
    {
        var count = chunks.Length;
        var isWanted = new bool[count];
        foreach (var place in places)
            isWanted[place] = true;
        var tokens = books.CardBook.Tokens.Where(card => isWanted[CardChunks.IndexOf(card, count)]).ToArray();
        // By token is by chunk, too.
        Array.Sort(tokens);
        var end = 0;
        foreach (var place in places)
        {
            var first = end;
            while (end < tokens.Length && CardChunks.IndexOf(tokens[end], count) == place)
                end++;
            var cards = tokens[first..end].Select(card => books.Find(card, seen.SpokenFor)!);
            if (CardChunks.Pack(CardChunks.WriteChunk(cards)) is not { Length: <= CardChunks.LongestChunk } chunk)
            {
                CutInto(CardChunks.Finer(count));
                return;
            }
            chunks[place] = (Digest.Of(chunk), chunk);
            pending.Remove(place);
            made++;
        }
    }

    private void CutInto(int count)
    {
        chunks = new (Digest, byte[])[count];
        pending.Clear();
        pending.UnionWith(Enumerable.Range(0, count));
    }
}
