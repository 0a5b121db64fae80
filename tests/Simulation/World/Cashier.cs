using CloudBridge.Contract;
using CloudBridge.Ledger;
using EdgeTerminal.Core;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>Staff writes into the journal while the terminal does not sell, whatever it likes.</summary>
internal static class Cashier
{
    private static readonly AssetId Badge = AssetId.Parse("BDG");

    /// <summary>Of whoever does it; no guest has it, and no terminal of this world lets it sign in.</summary>
    public static NewCard Card { get; } = new(
        Site.Card("04FFFFFFFFFFFF"), new WalletId(Site.Card("04FFFFFFFFFFFF").Value ^ 1), CardClass.Aes, CardState.Ok,
        [])
    {
        Entitlements = [new Entitlement(Badge, null, long.MaxValue / 2_000)],
    };

    /// <summary>What the ledger holds it against: as much as they like.</summary>
    public static StaffRules Rules { get; } = new(
        [new StaffRole(Badge, Refills: true, Voids: true, TakesDeposits: true, Closes: true)],
        AssetId.Of(AssetCategory.Local), new Money(Money.Limit), new Money(Money.Limit), new Money(Money.Limit), 600,
        []);

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
            StaffAct.Refill => new Fact.Refill(payment, Card.Card),
            StaffAct.DepositReturn => new Fact.DepositReturn(payment, 1, Card.Card),
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
