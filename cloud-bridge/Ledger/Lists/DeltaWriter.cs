using System.Text.Json;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Writes differentials of lists.</summary>
internal sealed class DeltaWriter(SiteId site, ISigner signer)
{
    /// <summary>More never fit into a message, however little there is to say of each.</summary>
    private const int MostCards = 8_000;

    /// <summary>Header and signature.</summary>
    private const int BytesBeside = 512;

    /// <summary>Signs what makes a version into a later one, and packs it as chunks are.</summary>
    /// <param name="from">The earlier one.</param>
    /// <param name="now">The later one.</param>
    /// <param name="books">As that shows them.</param>
    /// <param name="changes">What is other.</param>
    /// <param name="isAwaited">Somebody may wait for it.</param>
    /// <returns>Null: it is more than a message has room for.</returns>
    public ReadOnlyMemory<byte>? Write(
        long from, ListedBooks now, LedgerBooks books, ListChanges changes, bool isAwaited)
    {
        if (changes.Cards.Count > MostCards)
            return null;
        var terminals = changes.Terminals.OrderBy(terminal => terminal.ToString(), StringComparer.Ordinal);
        var delta = new ListDelta(
            site,
            Addressee.Terminals,
            now.Version.Era,
            from,
            now.Version.Version,
            books.CardCount,
            [.. LedgerBooks.WatermarksOf(terminals.Select(books.Terminal))],
            [.. changes.Cards.Order().Select(card => books.Find(card, now.Seen.SpokenFor)!)],
            // No card of a ledger is ever gone.
            Removed: [],
            now.Keys,
            now.History,
            isAwaited);
        var payload = JsonSerializer.SerializeToUtf8Bytes(delta, ListDelta.Json);
        if (payload.Length / 3 * 4 + BytesBeside > ListDelta.Type.LongestBytes)
            return null;
        return CardChunks.Pack(Jws.Sign(ListDelta.Type, payload, signer).Compact.Span)!;
    }
}
