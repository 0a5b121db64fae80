using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What a record of another terminal does to purses: in our own records' terms.</summary>
internal static class HeardRows
{
    public static IEnumerable<(PurseId Purse, HeardRow Row)> Of(
        HeardRecord record, Fact fact, Now now, TerminalLimits limits) =>
        fact is Fact.Hold hold
            ? [(PurseId.Of(hold.Payment), Row(record, hold, now))]
            : from purse in fact.Movements().GroupBy(movement =>
                movement.Wallet is { } wallet ? PurseId.Of(wallet) : PurseId.Of(movement.Card))
              let changes = purse.Select(movement => new AssetAmount(movement.Asset, movement.Amount))
              select (purse.Key, Row(record, [.. changes], Allowances(record, fact, limits), hold: null));

    private static HeardRow Row(HeardRecord record, Fact.Hold hold, Now now) => Row(
        record,
        [.. hold.Payment.Parts.Select(part => part with { Amount = -part.Amount })],
        [],
        HeardHold.Of(record.Stamp, now));

    private static HeardRow Row(
        HeardRecord record, ValueList<AssetAmount> changes, ValueList<AllowanceUse> allowances, HeardHold? hold) => new(
        record.Peer,
        record.Position,
        record.First,
        record.FirstHash,
        new Unlisted(record.Position, changes, allowances),
        hold);

    private static ValueList<AllowanceUse> Allowances(HeardRecord record, Fact fact, TerminalLimits limits) =>
        fact is not Fact.Sale sale ? [] :
        [
            .. from line in sale.Basket
               where line.Allowance is not null
               group line.Quantity by line.Allowance into uses
               select new AllowanceUse(uses.Key, limits.DayOf(record.Stamp.WallMilliseconds), uses.Sum()),
        ];
}
