using CloudBridge.Contract;
using FsCheck;
using FsCheck.Fluent;

namespace Tests.Property.CloudBridge.Contract;

/// <summary>A generator for each kind of fact.</summary>
internal static class FactGens
{
    private static readonly Gen<ValueList<Payment>> Returned = Gens.ListOf(Gens.Payment, 1);

    private static readonly Gen<LeftBehind?> LeftBehind =
        from at in Gens.Position
        from more in Gen.Choose(0, 9)
        from hash in Gens.Hash
        select (LeftBehind?)new LeftBehind(at.Epoch, at.Sequence, at.Sequence + more, hash);

    private static readonly Gen<ZoneId?> Zone = Gen.Elements<ZoneId?>(null, ZoneId.Parse("festival"));

    private static readonly Gen<long?> GateCount = Gen.Elements<long?>(null, 0, -3, 4_711);

    public static IReadOnlyList<Gen<Fact>> Kinds { get; } =
    [
        As(Gens.Sale),
        As(from at in Gens.Position select new Fact.SaleShown(at)),
        As(
            from reason in Gen.Elements(Enum.GetValues<Reason>())
            from card in Gen.OneOf(Gen.Constant<CardToken?>(null), Gens.Card.Select(card => (CardToken?)card))
            from basket in Gens.ListOf(Gens.Line, 3)
            from verdict in Gens.Verdict
            select new Fact.Refusal(reason, card, basket, verdict)),
        As(
            from at in Gens.Position
            from back in Returned
            from staff in Gens.Card
            select new Fact.Void(at, back, staff)),
        As(
            from payment in Gens.Payment
            from article in Gens.Article
            from price in Gens.Price
            from pulses in Gen.Choose(1, 10_000)
            from verdict in Gens.Verdict
            from terms in Gen.OrNull(PourGens.Terms)
            select new Fact.Hold(payment, article, price, pulses, verdict, terms)),
        As(
            from at in Gens.Position
            from pulses in Gens.Count
            from volume in Gens.Count
            from total in Gen.OneOf(Gen.Constant<long?>(null), Gens.Count.Select(count => (long?)count))
            select new Fact.Mark(at, pulses, volume, total)),
        As(
            from at in Gens.Position
            from payment in Gens.Payment
            from pulses in Gens.Count
            from volume in Gens.Count
            from end in Gens.Text
            from sold in Gen.OrNull(PourGens.Sold)
            select new Fact.Capture(at, payment, pulses, volume, end, sold)),
        As(
            from at in Gens.Position
            from end in Gens.Text
            from flowed in Gen.OrNull(PourGens.Flowed)
            select new Fact.Release(at, end, flowed)),
        .. PourGens.Kinds,
        As(
            from card in Gens.Card
            from people in Gen.Choose(1, 9)
            from payments in Returned
            from verdict in Gens.Verdict
            from zone in Zone
            from article in Gen.OrNull(Gens.Article.Select(id => new BasketLine(id, people, Money.Zero, 550)))
            select article is null
                ? new Fact.Entry(card, people, payments, verdict, zone)
                : new Fact.Entry(card, people, [], verdict, zone, article, GateCount: people)),
        As(from at in Gens.Position select new Fact.EntryPassed(at)),
        As(
            from at in Gens.Position
            from back in Returned
            from zone in Zone
            from count in GateCount
            select new Fact.EntryAbandoned(at, back, zone, count)),
        As(
            from card in Gens.Card
            from zone in Zone
            from count in GateCount
            select new Fact.Exit(card, zone, count)),
        As(from zone in Zone select new Fact.FireOpened(zone)),
        As(from payment in Gens.Payment from staff in Gens.Card select new Fact.Refill(payment, staff)),
        As(from payment in Gens.Payment from staff in Gens.Card select new Fact.Refund(payment, staff)),
        As(
            from payment in Gens.Payment
            from items in Gen.Choose(1, 9)
            from staff in Gens.Card
            select new Fact.DepositReturn(payment, items, staff)),
        As(from card in Gens.Card from value in Gens.Reading select new Fact.CounterUsed(card, value)),
        As(
            from card in Gens.Card
            from staff in Gen.OneOf(Gen.Constant<CardToken?>(null), Gens.Card.Select(staff => (CardToken?)staff))
            select new Fact.CardBlocked(card, staff)),
        As(
            from number in Gen.Choose(1, 500)
            from totals in Gens.ListOf(ClosureTotal, 3)
            from perpetual in Gens.ListOf(Gens.Amount, 2)
            from before in Position
            from voided in Gens.ListOf(ClosureTotal, 2)
            from cash in Gens.ListOf(StaffCash, 2)
            from staff in Gen.OneOf(Gen.Constant<CardToken?>(null), Gens.Card.Select(card => (CardToken?)card))
            from unreadable in Gen.Choose(0, 3)
            select new Fact.Closure(number, totals, perpetual, before, voided, cash, staff, unreadable)),
        As(from storage in Gen.OrNull(Gens.Text)
           from board in Gens.Text
           from left in Gen.OrNull(LeftBehind)
           select new Fact.EpochOpened(storage, board, left)),
        As(from cause in Gens.Text select new Fact.EpochClosed(cause)),
        As(from software in Gens.Text from machine in Gens.Text select new Fact.BootStarted(software, machine)),
        As(
            from list in Gens.List
            from watermark in Position
            from cards in Gens.Count
            from earlier in Gens.ListOf(Gens.Position, 2)
            select new Fact.ListApplied(list, watermark, cards, earlier)),
        As(
            from list in Gen.OrNull(Gens.List)
            from asked in Gens.SafeLong
            from ledger in Gens.SafeLong
            select new Fact.BeatHeard(list, asked, ledger)),
        As(BroughtForward),
        As(from through in Gens.Position select new Fact.RecordsRetired(through)),
        As(from through in Gens.Position
           from cards in Gens.ListOf(CardEntries, 3)
           select new Fact.EntriesCarried(through, [.. cards.DistinctBy(row => row.Card)])),
        As(from version in Gens.Count
           from era in Gen.Choose(1, 9)
           from hash in Gens.Hash
           from isOfAnEarlierBuild in Gen.Elements(true, false)
           select isOfAnEarlierBuild
               ? new Fact.ConfigApplied(version)
               : new Fact.ConfigApplied(version, era, hash)),
        As(
            from number in Gens.Count
            from command in Gens.Text
            from outcome in Gens.Text
            select new Fact.CommandDone(number, command, outcome)),
        As(from fault in Gens.Text from detail in Gens.Text select new Fact.FaultRaised(fault, detail)),
        As(from fault in Gens.Text select new Fact.FaultCleared(fault)),
    ];

    public static Gen<Fact> Any { get; } = Gen.OneOf(Kinds);

    private static Gen<Fact.BroughtForward> BroughtForward =>
        from boots in Gens.Count
        from machine in Gens.Text
        from untrusted in Gen.Choose(0, 99)
        from list in Gen.OrNull(Gens.List)
        from watermark in Position
        from moved in Position
        from age in Gen.OrNull(
            from then in Gens.Count from at in Gens.Count select new RecordedAge(then, at, "machine boot"))
        from spent in Gens.Price
        from fault in Gens.Text
        from holds in Gens.ListOf(OpenHold, 2)
        from earlier in Gens.ListOf(Gens.Position, 2)
        from earlierMoved in Gens.ListOf(Gens.Position, 2)
        from storage in Gen.OrNull(Gens.Text)
        from taps in Gens.ListOf(PourGens.Sums, 2)
        from people in Gens.ListOf(ZonePeople, 2)
        from entries in Gens.ListOf(EntryUnderWay, 2)
        select new Fact.BroughtForward(
            boots, machine, boots, untrusted, list, watermark, moved, age, boots, spent, [fault], holds, earlier,
            earlierMoved, storage, taps, people, entries);

    private static Gen<ZonePeople> ZonePeople =>
        from zone in Zone
        from people in Gen.Choose(-100, 100)
        select new ZonePeople(zone, people);

    private static Gen<EntryUnderWay> EntryUnderWay =>
        from entry in Gens.Position
        from zone in Zone
        from people in Gen.Choose(1, 20)
        select new EntryUnderWay(entry, zone, people);

    private static Gen<CardEntries> CardEntries =>
        from card in Gens.Card
        from first in TicketEntries
        from others in Gens.ListOf(TicketEntries, 4)
        select new CardEntries(card, [first, .. others]);

    private static Gen<TicketEntries> TicketEntries =>
        from admission in Gens.Article
        from people in Gen.Choose(1, 1_000)
        from latest in Gens.Count
        select new TicketEntries(admission, people, latest);

    private static Gen<OpenHold> OpenHold =>
        from held in Gens.Position
        from at in Gens.Position
        from payment in Gens.Payment
        from then in Gens.Count
        select new OpenHold(held, at, payment, then, "machine boot");

    private static Gen<RecordPosition?> Position =>
        Gen.OneOf(Gen.Constant<RecordPosition?>(null), Gens.Position.Select(at => (RecordPosition?)at));

    private static Gen<ClosureTotal> ClosureTotal =>
        from article in Gens.Article
        from asset in Gen.OneOf(
            Gens.MoneyAsset.Select(asset => (AssetId?)asset), Gen.Constant<AssetId?>(null))
        from tax in Gen.Choose(0, 10_000)
        from quantity in Gens.Count
        from amount in Gens.SafeLong
        select new ClosureTotal(article, asset, tax, quantity, new Money(amount));

    private static Gen<StaffCash> StaffCash =>
        from staff in Gens.Card
        from asset in Gens.MoneyAsset
        from refills in Gens.Count
        from refilled in Gens.Price
        from items in Gens.Count
        from returned in Gens.Price
        select new StaffCash(staff, asset, refills, refilled, items, returned);

    private static Gen<Fact> As<T>(Gen<T> kind) where T : Fact => kind.Select(Fact (fact) => fact);
}
