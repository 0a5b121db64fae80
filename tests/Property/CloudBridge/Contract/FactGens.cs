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
            select new Fact.Hold(payment, article, price, pulses, verdict)),
        As(
            from at in Gens.Position
            from pulses in Gens.Count
            from volume in Gens.Count
            select new Fact.Mark(at, pulses, volume)),
        As(
            from at in Gens.Position
            from payment in Gens.Payment
            from pulses in Gens.Count
            from volume in Gens.Count
            from end in Gens.Text
            select new Fact.Capture(at, payment, pulses, volume, end)),
        As(from at in Gens.Position from end in Gens.Text select new Fact.Release(at, end)),
        As(
            from card in Gens.Card
            from people in Gen.Choose(1, 9)
            from payments in Returned
            from verdict in Gens.Verdict
            select new Fact.Entry(card, people, payments, verdict)),
        As(from at in Gens.Position from back in Returned select new Fact.EntryAbandoned(at, back)),
        As(from card in Gens.Card select new Fact.Exit(card)),
        As(Gen.Constant(new Fact.FireOpened())),
        As(from payment in Gens.Payment from staff in Gens.Card select new Fact.Refill(payment, staff)),
        As(from payment in Gens.Payment from staff in Gens.Card select new Fact.Refund(payment, staff)),
        As(
            from payment in Gens.Payment
            from items in Gen.Choose(1, 9)
            from staff in Gens.Card
            select new Fact.DepositReturn(payment, items, staff)),
        As(from card in Gens.Card from value in Gens.Reading select new Fact.CounterUsed(card, value)),
        As(from card in Gens.Card from staff in Gens.Card select new Fact.CardBlocked(card, staff)),
        As(
            from number in Gen.Choose(1, 500)
            from totals in Gens.ListOf(ClosureTotal, 3)
            from perpetual in Gens.ListOf(Gens.Amount, 2)
            select new Fact.Closure(number, totals, perpetual)),
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
        As(from version in Gens.Count select new Fact.ConfigApplied(version)),
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
        select new Fact.BroughtForward(
            boots, machine, boots, untrusted, list, watermark, moved, age, boots, spent, [fault], holds, earlier,
            earlierMoved, storage);

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
        from asset in Gens.MoneyAsset
        from tax in Gen.Choose(0, 10_000)
        from quantity in Gens.Count
        from amount in Gens.SafeLong
        select new ClosureTotal(article, asset, tax, quantity, new Money(amount));

    private static Gen<Fact> As<T>(Gen<T> kind) where T : Fact => kind.Select(Fact (fact) => fact);
}
