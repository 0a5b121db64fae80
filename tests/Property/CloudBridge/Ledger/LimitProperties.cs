using CloudBridge.Contract;
using CloudBridge.Ledger;
using FsCheck;
using FsCheck.Fluent;
using Tests.Support;

namespace Tests.Property.CloudBridge.Ledger;

/// <summary>
/// Whoever holds a terminal's key signs what he likes: amounts at the end of what can be counted and below zero, assets
/// that nobody has, one wallet by two cards, holds and returns of anything, in its place, beside the chain and beyond a
/// gap. The ledger books it or says why not; it never breaks off.
/// </summary>
public sealed class LimitProperties : IDisposable
{
    private const string Stranger = "DEADBEEF";

    private static readonly Gen<long> Units = Gen.Frequency(
        (6, Gen.Elements(1L, 2, 350)),
        (8, Gen.Elements(Money.Limit, Money.Limit - 1, Money.Limit / 2, Money.Limit / 2 + 1)),
        (1, Gen.Elements(0L, -1, -Money.Limit)));

    private static readonly Gen<Payment> Payments =
        from card in Gen.Elements(Kiosks.Guest, Kiosks.Guest, Kiosks.Other, Stranger)
        from wallet in Gen.Elements<WalletId?>(
            null, Kiosks.WalletOf(Kiosks.Guest), Kiosks.WalletOf(Kiosks.Guest), Kiosks.WalletOf(Stranger))
        from assets in Gen.OneOf(Gen.SubListOf("FED", "TLF", "TLF-MOON"), Gen.SubListOf("FED", "TIM", "TNF"))
        from amounts in Gen.ArrayOf(Units, assets.Count)
        select new Payment(
            Site.Card(card),
            wallet,
            [.. assets.Zip(amounts, (asset, amount) => Records.Amount(asset, amount))]);

    /// <summary>By whichever card: two of them are together more than can be counted, or all that can.</summary>
    private static readonly Gen<Payment> OfOneWallet =
        from card in Gen.Elements(Kiosks.Guest, Kiosks.Other)
        from amount in Gen.Elements(1L, 2, Money.Limit / 2 + 1, Money.Limit)
        select new Payment(Site.Card(card), Kiosks.WalletOf(Kiosks.Guest), [Records.Amount("FED", amount)]);

    private static readonly Gen<RecordPosition> Earlier =
        from sequence in Gen.Choose(1, 6) select new RecordPosition(1, sequence);

    private static readonly CardToken Staff = Site.Card(Kiosks.Other);

    private static readonly Gen<Fact> Facts =
        from first in Payments
        from second in Payments
        from one in OfOneWallet
        from other in OfOneWallet
        from earlier in Earlier
        from kind in Gen.Elements<Func<Fact>>(
            () => new Fact.Entry(first.Card, 1, [first, second], Records.Verdict),
            () => new Fact.Entry(first.Card, 1, [first], Records.Verdict),
            () => new Fact.Entry(first.Card, 1, [one, other], Records.Verdict),
            () => new Fact.Entry(first.Card, 1, [one, other], Records.Verdict),
            () => new Fact.EntryAbandoned(earlier, [first]),
            () => new Fact.Void(earlier, [first, second], Staff),
            () => new Fact.Hold(first, ArticleId.Parse("beer"), new Money(700), 450, Records.Verdict),
            () => new Fact.Capture(earlier, first, 10, 1_000, "cardGone"),
            () => new Fact.Release(earlier, "noFlow"),
            () => new Fact.Refill(first, Staff),
            () => new Fact.Refund(first, Staff),
            () => new Fact.DepositReturn(first, 1, Staff))
        select kind();

    private static readonly Gen<Step[]> Stories =
        from length in Gen.Choose(1, 14)
        from steps in Gen.ArrayOf(
            from fact in Facts
            from way in Gen.Frequency((6, Gen.Constant(0)), (2, Gen.Constant(1)), (2, Gen.Constant(2)))
            select new Step(fact, IsBeside: way == 1, IsLate: way == 2),
            length)
        select steps;

    private readonly Site site = new();
    private readonly Dictionary<string, int> seen = [];

    public void Dispose() => site.Dispose();

    [Fact]
    public void Whatever_is_well_signed_is_booked_or_has_a_row_that_says_why_not()
    {
        Holds.For(Stories, Shrinking.Shorter, 250, Tell);

        string[] all =
        [
            "Fork", "Overspend", "TooLarge", "UnknownAsset", "UnknownCard", "Unproven", "Unreadable", "Unauthorised",
        ];
        Assert.All(all, kind => Assert.InRange(seen.GetValueOrDefault(kind), 20, int.MaxValue));
        Assert.InRange(seen.GetValueOrDefault("parked"), 100, int.MaxValue);
    }

    private void Tell(Step[] steps)
    {
        var ledger = new LedgerBench(site).With(
            (Kiosks.Guest, $"TLF {Money.Limit - 5}, FED 7"), (Kiosks.Other, "TLF 1"));
        // Behind it there is room for takings that together are more than can be counted.
        var returned = Sign(1, new Fact.Void(new RecordPosition(1, 9), [All("FED"), All("TLF")], Staff), Digest.Zero);
        ledger.Take(returned);
        var (last, sequence) = (returned.Hash(), 1L);
        var late = new List<SignedObject>();
        foreach (var (fact, isBeside, isLate) in steps)
        {
            var line = isBeside
                ? Sign(sequence, fact, Digest.Of("a copy"u8))
                : Sign(++sequence, fact, last);
            if (!isBeside)
                last = line.Hash();
            if (isLate)
                late.Add(line);
            else
                ledger.Take(line);
            Check(ledger);
        }
        Note("parked", ledger.Store.Read(books => books.Terminal(Site.Bar).Waiting));
        foreach (var line in Enumerable.Reverse(late))
        {
            ledger.Take(line);
            Check(ledger);
        }
        ledger.Logic.OnTime(0);
        ledger.Logic.OnTime(OpenHold.CountsForMilliseconds);
        CheckBooks(ledger);
    }

    /// <summary>Accounts sum up to nothing, and a list can be made of what there is.</summary>
    private static void Check(LedgerBench ledger)
    {
        foreach (var asset in ledger.Store.Read(books => books.Balances.ToList()).GroupBy(row => row.Asset))
            Assert.Equal(0, asset.Aggregate(Int128.Zero, (sum, row) => sum + row.Amount.MinorUnits));
        Assert.NotEmpty(CardChunks.Write(ledger.Store.Read(books => books.Cards())));
    }

    private void CheckBooks(LedgerBench ledger)
    {
        var state = ledger.State;
        Assert.Equal(state, ledger.Crash().State);
        Assert.Empty(ledger.Problems);
        Assert.Equal(0, ledger.Store.Read(books => books.Terminal(Site.Bar).Waiting));
        foreach (var row in ledger.Rows)
            Note(row.Kind.ToString(), 1);
        foreach (var booked in ledger.Store.Entries().Select(BookedBy).OfType<LedgerEntry.RecordBooked>())
            Assert.True(
                booked.Postings.Count > 0 || !Moves(booked) ||
                booked.Findings!.Value.Any(row => row.Kind is RowKind.TooLarge or RowKind.Unreadable),
                $"{booked.Position()} moves money, and nothing was booked, and no row says why");
    }

    private static LedgerEntry.RecordBooked? BookedBy(LedgerEntry entry) => entry switch
    {
        LedgerEntry.ForkBooked fork => fork.Record,
        _ => entry as LedgerEntry.RecordBooked,
    };

    private static bool Moves(LedgerEntry.RecordBooked booked) =>
        StoredLine.Read(booked.Line).OrThrow().FactOrNull() is not { } fact || fact.Movements().Any();

    private static Payment All(string asset) =>
        new(Site.Card(Stranger), null, [Records.Amount(asset, Money.Limit)]);

    private void Note(string what, int times) => seen[what] = seen.GetValueOrDefault(what) + times;

    /// <summary>Not by our own writer, which refuses what has a flaw.</summary>
    private SignedObject Sign(long sequence, Fact fact, Digest previous) =>
        Jws.Sign(JwsType.Record, RecordLine.Payload(Records.At(sequence, fact, previous)), site.Terminal);

    internal sealed record Step(Fact Fact, bool IsBeside, bool IsLate);
}
