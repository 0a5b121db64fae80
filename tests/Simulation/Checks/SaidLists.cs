using System.Text;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>
/// Lists as the ledger has really said them, whole or by what has changed. It shares nothing with what terminals make
/// of that.
/// </summary>
internal sealed class SaidLists
{
    private readonly Dictionary<Digest, ReadOnlyMemory<byte>> chunks = [];
    private readonly Dictionary<ListVersion, ListManifest> manifests = [];
    private readonly Dictionary<ListVersion, (long From, Dictionary<CardToken, CardEntry> Cards)> changes = [];

    /// <summary>A chunk was said.</summary>
    public void Take(Digest chunk, ReadOnlyMemory<byte> content) =>
        chunks[chunk] = CardChunks.Unpack(content.Span).OrThrow();

    /// <summary>A whole list was said.</summary>
    /// <returns>What is other than what was said before; null: nothing.</returns>
    public string? Take(ListManifest manifest)
    {
        if (!changes.ContainsKey(manifest.List()))
        {
            manifests.TryAdd(manifest.List(), manifest);
            return null;
        }
        foreach (var card in CardsOf(manifest))
            if (EntryOf(manifest.List(), card.Card) is var before && before != card)
                return $"{manifest.List()}, whole, has {card}; it had {before}";
        if (!manifests[manifest.List()].Watermarks.ToHashSet().SetEquals(manifest.Watermarks))
            return $"{manifest.List()}, whole, has {Text(manifest.Watermarks)}; " +
                $"it had {Text(manifests[manifest.List()].Watermarks)}";
        changes.Remove(manifest.List());
        manifests[manifest.List()] = manifest;
        return null;
    }

    /// <summary>Changes were said.</summary>
    /// <returns>What is other than what was said before; null: nothing.</returns>
    public string? Take(ListDelta delta)
    {
        if (manifests.TryGetValue(delta.List(), out var known))
        {
            foreach (var card in delta.Changed)
                if (EntryOf(delta.List(), card.Card) is var said && said != card)
                    return $"{delta.List()} since {delta.From} has {card}; it had {said}";
            foreach (var row in delta.Watermarks)
                if (!known.Watermarks.Contains(row))
                    return $"{delta.List()} since {delta.From} has {row}; it had {Text(known.Watermarks)}";
            return known.Cards == delta.Cards ? null : $"{delta.Cards} cards; there were {known.Cards}";
        }
        if (!manifests.TryGetValue(new ListVersion(delta.Era, delta.From), out var before))
            return $"{delta.List()} follows {delta.From}, which nobody has heard of";
        var rows = before.Watermarks.ToDictionary(row => (row.Terminal, row.Epoch));
        foreach (var row in delta.Watermarks)
            rows[(row.Terminal, row.Epoch)] = row;
        manifests[delta.List()] = before with
        {
            Version = delta.Version, Watermarks = [.. rows.Values], Cards = delta.Cards, Keys = delta.Keys,
        };
        changes[delta.List()] = (delta.From, delta.Changed.ToDictionary(card => card.Card));
        return null;
    }

    /// <summary>A list that was said: its chunks are those of the last whole one.</summary>
    public ListManifest Of(ListVersion list) => manifests[list];

    /// <summary>What a list says of a card; null: it is not there.</summary>
    public CardEntry? EntryOf(ListVersion list, CardToken card)
    {
        var version = list;
        while (changes.TryGetValue(version, out var change))
            if (change.Cards.TryGetValue(card, out var entry))
                return entry;
            else
                version = version with { Version = change.From };
        return manifests.TryGetValue(version, out var manifest) ? EntryOf(manifest, card) : null;
    }

    /// <summary>All cards of a whole list.</summary>
    public IEnumerable<CardEntry> CardsOf(ListManifest manifest) => manifest.Chunks.SelectMany((chunk, index) =>
        CardChunks.Read(chunks.GetValueOrDefault(chunk).Span, index, manifest.Chunks.Count).OrThrow());

    private static string Text(IEnumerable<Watermark> rows) => string.Join(", ", rows);

    private CardEntry? EntryOf(ListManifest list, CardToken card)
    {
        var index = CardChunks.IndexOf(card, list.Chunks.Count);
        var chunk = chunks[list.Chunks[index]].Span;
        // A card has a line, and its name stands in no other.
        var place = chunk.IndexOf(Encoding.ASCII.GetBytes(card.ToString()));
        if (place < 0)
            return null;
        var begin = chunk[..place].LastIndexOf((byte)'\n') + 1;
        var line = chunk[begin..(place + chunk[place..].IndexOf((byte)'\n') + 1)];
        return CardChunks.Read(line, index, list.Chunks.Count).OrThrow().Single(entry => entry.Card == card);
    }
}
