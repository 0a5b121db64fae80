using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace Tests.Simulation;

/// <summary>Staff writes into the journal while the terminal does not sell, whatever it likes.</summary>
internal static class Cashier
{
    /// <summary>Does it, where that is possible.</summary>
    public static void Act(World world, Happening.StaffActed acted)
    {
        var machine = world.Machines[acted.Terminal];
        if (world.Deck.WalletOf(acted.Card) is not { } wallet || FactOf(world, acted, wallet) is not { } fact)
            return;
        machine.Meanwhile(opened =>
        {
            var stamp = new Stamp(
                Math.Max(1, opened.Past.Boots), machine.Clock.GetTimestamp(),
                machine.Clock.GetUtcNow().ToUnixTimeMilliseconds(), Trusted: false);
            if (opened.Past.Last is not null && !opened.Journal.BeginsSegment)
                opened.Journal.Append([fact], stamp);
        });
    }

    private static Fact? FactOf(World world, Happening.StaffActed acted, WalletId wallet)
    {
        var card = Deck.TokenOf(acted.Card);
        var payment = new Payment(
            card, wallet, [new AssetAmount(AssetId.Of(AssetCategory.Local), new Money(Math.Max(1, acted.Amount)))]);
        var others = world.Machines.Where(machine => machine.Number != acted.Terminal);
        return acted.What switch
        {
            StaffAct.Refill => new Fact.Refill(payment, card),
            StaffAct.DepositReturn => new Fact.DepositReturn(payment, 1, card),
            StaffAct.Block => new Fact.CardBlocked(card, card),
            StaffAct.Void => LastSale([world.Machines[acted.Terminal]]) is { } sold
                ? new Fact.Void(sold.Position, sold.Sale.Payments, card)
                : null,
            StaffAct.VoidElsewhere => LastSale(others) is { } sold
                ? new Fact.Void(sold.Position, sold.Sale.Payments, card)
                : null,
            StaffAct.Abandon => LastSale([world.Machines[acted.Terminal]]) is { } sold
                ? new Fact.EntryAbandoned(sold.Position, sold.Sale.Payments)
                : null,
            _ => throw new InvalidOperationException($"nobody does {acted.What}"),
        };

        (RecordPosition Position, Fact.Sale Sale)? LastSale(IEnumerable<Machine> machines) => (
            from machine in machines
            from row in world.Checks.Of(machine.Name).Witness.Records
            let sale = row.Record.Fact as Fact.Sale
            where sale?.Payments.Count > 0
            select ((RecordPosition, Fact.Sale)?)(row.Record.Position, sale)).LastOrDefault();
    }
}
