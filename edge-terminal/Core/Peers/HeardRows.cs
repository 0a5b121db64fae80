using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What a record of another terminal does to purses: in our own records' terms.</summary>
internal static class HeardRows
{
    /// <summary>
    /// A row for each wallet, and for each card: a card may be known here by another wallet, or not at all. What is
    /// returned for an earlier sale is left to the lists: the ledger looks whether that sale took it.
    /// </summary>
    public static IEnumerable<(PurseId Purse, HeardRow Row)> Of(
        HeardRecord record, Fact fact, Now now, TerminalLimits limits) => fact switch
        {
            Fact.Void or Fact.EntryAbandoned => [],
            Fact.Hold hold => OfHold(record, hold, now),
            Fact.Sale { Payments.Count: 0 } sale => OfFreeSale(record, sale, limits),
            _ => OfMovements(record, fact, limits),
        };

    private static IEnumerable<(PurseId Purse, HeardRow Row)> OfMovements(
        HeardRecord record, Fact fact, TerminalLimits limits)
    {
        var used = Allowances.Of(fact, record.Stamp, limits);
        // Two cards at most: a search in a few is cheaper than a table, for each of a backlog's lines.
        var purses = new List<(PurseId Id, List<AssetAmount> Changes, bool IsBuyers)>();
        foreach (var movement in fact.Movements())
            foreach (var id in PursesOf(movement.Card, movement.Wallet))
            {
                var at = purses.FindIndex(purse => purse.Id == id);
                if (at < 0)
                {
                    at = purses.Count;
                    purses.Add((id, [], Allowances.AreUsedBy(movement.Card, fact)));
                }
                purses[at].Changes.Add(new AssetAmount(movement.Asset, movement.Amount));
            }
        return purses.Select(purse =>
            (purse.Id, Row(record, [.. purse.Changes], purse.IsBuyers ? used : [], hold: null)));
    }

    private static IEnumerable<(PurseId Purse, HeardRow Row)> OfHold(HeardRecord record, Fact.Hold hold, Now now)
    {
        var row = Row(record, hold.Payment.Parts.Negated(), [], HeardHold.Of(hold, record.Stamp, now));
        return PursesOf(hold.Payment.Card, hold.Payment.Wallet).Select(purse => (purse, row));
    }

    /// <summary>What costs nothing may be counted by its pieces.</summary>
    private static IEnumerable<(PurseId Purse, HeardRow Row)> OfFreeSale(
        HeardRecord record, Fact.Sale sale, TerminalLimits limits) =>
        Allowances.Of(sale, record.Stamp, limits) is { Count: > 0 } used
            ? [(PurseId.Of(sale.Card), Row(record, [], used, hold: null))]
            : [];

    private static PurseId[] PursesOf(CardToken card, WalletId? wallet) =>
        wallet is { } known ? [PurseId.Of(known), PurseId.Of(card)] : [PurseId.Of(card)];

    private static HeardRow Row(
        HeardRecord record, ValueList<AssetAmount> changes, ValueList<AllowanceUse> allowances, HeardHold? hold) => new(
        new HeardLine(record.Peer, record.FirstHash, changes),
        record.Position,
        record.First,
        new Unlisted(record.Position, changes, allowances),
        hold);
}
