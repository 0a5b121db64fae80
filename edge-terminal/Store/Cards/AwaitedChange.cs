using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>
/// Tells what somebody may stand and wait for from what guests have spent: that is counted by each terminal as soon as
/// it hears of it, list or no list.
/// </summary>
internal static class AwaitedChange
{
    /// <summary>Does somebody wait for any of it?</summary>
    /// <param name="delta">It follows the list.</param>
    /// <param name="list">As it is before.</param>
    /// <param name="terminal">Whose list it is.</param>
    /// <param name="blockOf">Finds a chunk's cards.</param>
    public static bool IsIn(
        ListDelta delta, CardListState list, TerminalId terminal, Func<Digest, Reading<CardBlock>> blockOf) =>
        delta.Removed.Count > 0 ||
        delta.Keys != list.Manifest.Keys ||
        delta.Watermarks.Any(row => row.Terminal == terminal && BeginsEpoch(row, list.Manifest)) ||
        delta.Changed.Any(card => IsMore(card, Find(card.Card, list, blockOf)));

    /// <summary>Who went over to another epoch sells nothing before a list has it.</summary>
    private static bool BeginsEpoch(Watermark row, ListManifest list) =>
        !list.Watermarks.Any(other => other.Terminal == row.Terminal && other.Epoch == row.Epoch);

    private static CardEntry? Find(CardToken card, CardListState list, Func<Digest, Reading<CardBlock>> blockOf) =>
        list.Overlay.TryFind(card, out var changed) ? changed
        : blockOf(list.ChunkOf(card)).Succeeded(out var block, out _) ? block.Find(card)
        : null;

    /// <summary>The card is new, has more of anything, or is another than it was but for what purchases do.</summary>
    private static bool IsMore(CardEntry card, CardEntry? before) =>
        before is null ||
        card.Counter is null && before.Counter is not null || card.Counter < before.Counter ||
        card.Balances.Any(row => row.Amount > Of(before, row.Asset)) ||
        before.Balances.Any(row => row.Amount < Of(card, row.Asset)) ||
        card with
        {
            Balances = before.Balances,
            EverUsed = before.EverUsed,
            AllowancesUsed = before.AllowancesUsed,
            Counter = before.Counter,
        } != before;

    private static Money Of(CardEntry card, AssetId asset) =>
        card.Balances.FirstOrDefault(row => row.Asset == asset).Amount;
}
