using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>
/// Counts cards: a differential that was made for another list hardly ever comes to as many as it says.
/// </summary>
internal static class CardCount
{
    /// <summary>Counts the cards that a list has after changes.</summary>
    /// <param name="delta">They follow the list.</param>
    /// <param name="list">As it is before.</param>
    /// <param name="blockOf">Finds a chunk's cards.</param>
    /// <param name="cards">How many there are then.</param>
    /// <returns>A chunk that is lost; null: none is.</returns>
    public static FormatError? After(
        ListDelta delta, CardListState list, Func<Digest, Reading<CardBlock>> blockOf, out long cards)
    {
        cards = list.Manifest.Cards;
        foreach (var card in delta.Changed.Select(card => card.Card).Concat(delta.Removed))
        {
            CardBlock? block = null;
            if (!list.Overlay.TryFind(card, out var changed) &&
                !blockOf(list.ChunkOf(card)).Succeeded(out block, out var lost))
                return lost;
            cards -= changed is not null || block?.Has(card) == true ? 1 : 0;
        }
        cards += delta.Changed.Count;
        return null;
    }
}
