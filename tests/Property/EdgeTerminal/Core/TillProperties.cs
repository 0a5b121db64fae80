using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using FsCheck;
using FsCheck.Fluent;
using Tests.Support;
using static Tests.Support.Kiosks;
using static Tests.Support.Tills;

namespace Tests.Property.EdgeTerminal.Core;

/// <summary>Guests and staff at a till in any order, with power cuts, lists, retired records, moves.</summary>
public class TillProperties
{
    private static readonly Gen<Action<TerminalDriver>> Step = Gen.Frequency(
        (8, Act(till => till.Sell(Other, Beer))),
        (4, Act(till => till.Sell(Other, CupOfBeer, Beer))),
        (5, Act(till => { till.Give(new Input.ArticleChosen(Beer)); till.Tap(Guest); till.Tap(Other); })),
        (3, Act(till => { till.SignIn(); till.Press("1900"); till.Tap(Guest); })),
        (3, from cents in Gen.Choose(20_00, 50_00) select (Action<TerminalDriver>)(till => Refill(till, cents))),
        (3, Act(till => { till.SignIn(); till.Press("33"); till.Tap(Other); })),
        (2, Act(till => { till.Tap(WaitersCard); till.Press($"{WaitersPin}o13000"); till.Tap(Other); })),
        (6, Act(till => { till.SignIn(); till.Press("2o"); })),
        (4, Act(till => { till.SignIn(); till.Press("4o"); })),
        (6, Act(till => till.Give(new Input.ArticleChosen(Beer)))),
        (3, Act(till => till.Give(new Input.ArticleChosen(CupOfBeer)))),
        (2, Act(till => till.Give(new Input.KnobTurned(1)))),
        (6, Act(till => till.Tap(Guest))),
        (6, Act(till => till.Tap(Other))),
        (1, Act(till => till.Tap("04112233445566"))),
        (5, Act(till => till.SignIn())),
        (2, Act(till => till.Tap(WaitersCard))),
        (2, Act(till => till.Press($"{WaitersPin}o"))),
        (1, Act(till => till.Press("000000o"))),
        (6, Act(till => till.Press("1900"))),
        (6, Act(till => till.Press("2o"))),
        (3, Act(till => till.Press("33"))),
        (2, Act(till => till.Press("4o"))),
        (3, Act(till => till.Press("c"))),
        (6, Act(till => till.Finish())),
        (3, Act(till => { till.Wait(25_000); till.Give(new Input.TimePassed()); })),
        (1, Act(till => { till.Wait(5 * Clock.Hour); till.Confirm(); })),
        (3, Act(till => till.Confirm())),
        (3, from back in Gen.Choose(0, 9) select (Action<TerminalDriver>)(till => ApplyList(till, back))),
        (2, Act(Retire)),
        (1, Act(till => till.GiveAndLosePower(till.Presented(Other)))),
        (1, Act(till => till.GiveAndLosePower(new Input.Confirmed()))),
        (1, Act(till => till.LosePower())),
        (1, Act(till => till.Restart())),
        (1, from unacked in Gen.Choose(0, 9) select (Action<TerminalDriver>)(till => GoOver(till, unacked))));

    private static readonly Gen<Action<TerminalDriver>[]> Story =
        from length in Gen.Choose(20, 120) from steps in Gen.ArrayOf(Step, length) select steps;

    [Fact]
    public void Each_closing_is_what_the_journals_records_come_to()
    {
        var closings = 0;
        Play(300, till =>
        {
            var (sold, voided, cash, perpetual) = (0L, 0L, 0L, 0L);
            var sales = new Dictionary<RecordPosition, long>();
            var (number, before) = (0L, (RecordPosition?)null);
            foreach (var record in till.Journal.Where(record => record.Reissues is null))
                switch (record.Fact)
                {
                    case Fact.Sale sale:
                        sales[record.Position] = sale.Payments.Sum(payment => payment.Total()).MinorUnits;
                        sold += sales[record.Position];
                        perpetual += sales[record.Position];
                        break;
                    case Fact.Void taken:
                        voided += sales[taken.Voided];
                        break;
                    case Fact.Refill refill:
                        cash += refill.Payment.Total().MinorUnits;
                        break;
                    case Fact.DepositReturn deposit:
                        cash += deposit.Payment.Total().MinorUnits;
                        break;
                    case Fact.Closure closure:
                        Assert.Equal((++number, before), (closure.Number, closure.Before));
                        Assert.Equal(sold, closure.Totals.Sum(row => row.Amount).MinorUnits);
                        Assert.Equal(voided, closure.Voided.Sum(row => row.Amount).MinorUnits);
                        Assert.Equal(cash, closure.Cash.Sum(row => row.Refilled + row.Returned).MinorUnits);
                        Assert.Equal(perpetual, closure.Perpetual.Sum(row => row.Amount).MinorUnits);
                        (sold, voided, cash, before) = (0, 0, 0, record.Position);
                        closings++;
                        break;
                }
            Assert.Equal(sold, till.State.Past.Till.Totals.Sum(row => row.Amount).MinorUnits);
        });

        // A run counts only if it did something.
        Assert.True(closings > 200, $"{closings} closings");
    }

    [Fact]
    public void What_the_journal_is_read_for_says_the_same_of_each_closing()
    {
        using var site = new Site();
        Play(60, till => Assert.All(
            ClosingAudit.Of(till.Journal.Select(record => Head(record, site))),
            closing => Assert.Equal((true, null), (closing.IsWhole, closing.Flaw))));
    }

    [Fact]
    public void A_sale_is_taken_back_once_at_most_and_exactly()
    {
        var voids = 0;
        Play(300, till =>
        {
            var taken = till.Journal.Where(record => record.Reissues is null)
                .Select(record => record.Fact).OfType<Fact.Void>().ToList();
            Assert.Equal(taken.Count, taken.Select(fact => fact.Voided).Distinct().Count());
            Assert.All(taken, fact => Assert.Equal(
                ((Fact.Sale)till.Journal.Single(record => record.Position == fact.Voided).Fact).Payments,
                fact.Returned));
            voids += taken.Count;
        });

        Assert.True(voids > 100, $"{voids} voids");
    }

    [Fact]
    public void Credits_stay_within_the_caps_and_each_names_who_gave_it()
    {
        var (given, refused) = (0, new HashSet<Reason>());
        Play(300, till =>
        {
            CardToken[] staff = [Site.Card(ManagersCard), Site.Card(WaitersCard)];
            CheckCaps(till);
            refused.UnionWith(till.Journal.Select(record => record.Fact).OfType<Fact.Refusal>()
                .Select(refusal => refusal.Reason));
            foreach (var record in till.Journal)
                if (ClosureSums.CashOf(record.Fact).FirstOrDefault() is { } row)
                {
                    Assert.Contains(row.Staff, staff);
                    Assert.InRange((row.Refilled + row.Returned).MinorUnits, 1, Staff.MostAtOnce.MinorUnits);
                    given++;
                }
        });

        Assert.True(given > 300, $"{given} credits");
        Assert.Superset(new HashSet<Reason> { Reason.CreditADay, Reason.CreditTotal }, refused);
    }

    /// <summary>Of a day and a card, and of all that no list shows: added up from the journal alone.</summary>
    private static void CheckCaps(TerminalDriver till)
    {
        var days = new Dictionary<(CardToken Staff, long Day), long>();
        var unlisted = new Dictionary<RecordPosition, (RecordPosition At, long Amount)>();
        foreach (var record in till.Journal)
        {
            if (record.Fact is Fact.ListApplied applied)
                foreach (var name in unlisted.Keys.Where(name =>
                    applied.Watermarks().Covers(unlisted[name].At)).ToList())
                    unlisted.Remove(name);
            if (ClosureSums.CashOf(record.Fact).FirstOrDefault() is not { } row)
                continue;
            var amount = (row.Refilled + row.Returned).MinorUnits;
            unlisted[record.Reissues?.Position() ?? record.Position] = (record.Position, amount);
            if (record.Reissues is not null)
                continue;
            Assert.InRange(unlisted.Values.Sum(other => other.Amount), 0, Staff.MostUnlisted.MinorUnits);
            if (!record.Stamp.Trusted)
                continue;
            var day = (row.Staff, Generous.DayOf(record.Stamp.WallMilliseconds));
            days[day] = days.GetValueOrDefault(day) + amount;
            Assert.InRange(days[day], 0, Staff.MostADay.MinorUnits);
        }
    }

    private static void Refill(TerminalDriver till, int cents)
    {
        till.SignIn();
        till.Press($"1{cents}");
        till.Tap(Guest);
        till.Give(new Input.VerdictShown());
    }

    [Fact]
    public void Two_cards_pay_a_price_exactly_and_never_more_than_they_have()
    {
        var together = 0;
        Play(300, till =>
        {
            foreach (var sale in till.Journal.Where(record => record.Reissues is null)
                .Select(record => record.Fact).OfType<Fact.Sale>())
            {
                Assert.Equal(
                    sale.Basket.Sum(line => line.Cost()), sale.Payments.Sum(payment => payment.Total()));
                together += sale.Payments.Count == 2 ? 1 : 0;
            }
        });

        Assert.True(together > 30, $"{together} sales of two cards");
    }

    [Fact]
    public void Folding_the_journal_gives_what_was_remembered() =>
        Play(300, till => Assert.Equal(till.Folded(), till.State.Past));

    [Fact]
    public void A_journal_folds_to_the_same_whichever_retired_segments_are_gone()
    {
        var compared = 0;
        Holds.For(Story, 200, story =>
        {
            var till = Open(segment: 6);
            var terminal = new Terminal(Setup);
            foreach (var act in story)
            {
                act(till);
                foreach (var begin in till.Segments.Skip(1)
                    .Where(begin => begin.Before() <= till.State.Past.Retired))
                {
                    var left = till.Journal.SkipWhile(record => record.Position < begin);
                    Assert.Equal(left.Aggregate(TerminalState.Initial, terminal.Evolve).Past, till.State.Past);
                    compared++;
                }
            }
        });

        Assert.True(compared > 1_000, $"{compared} compared");
    }

    private static TerminalSetup Setup => TillOf(Counter with { SecondCardMilliseconds = 60_000 });

    private static TerminalDriver Open(int segment)
    {
        var till = new TerminalDriver(Setup) { SegmentRecords = segment };
        till.Start();
        ApplyList(till, 0);
        till.Confirm();
        return till;
    }

    private static RecordHead Head(JournalRecord record, Site site) =>
        RecordLine.ReadHead(RecordLine.Write(record, site.Terminal), site: null).OrThrow();

    private static void ApplyList(TerminalDriver till, int back)
    {
        var past = till.State.Past;
        var always = new Entitlement(AssetId.Parse("BDG-MANAGER"), null, long.MaxValue / 2_000);
        till.ApplyList(
            (past.List?.Version ?? 0) + 1,
            past.Watermarks.With(till.Journal.SkipLast(back).Select(record => record.Position)),
            Card(Guest, "TNF 120, TLF 130"), Card(Other, "TLF 90000"), Manager with { Entitlements = [always] },
            Waiter);
    }

    /// <summary>An older image is restored; then there is a list that has the new epoch.</summary>
    private static void GoOver(TerminalDriver till, int unacked)
    {
        till.Give(new Input.BasketCleared());
        till.Finish();
        till.GoOver(isRestored: true, unacked);
        ApplyList(till, 0);
        till.Confirm();
    }

    private static void Retire(TerminalDriver till)
    {
        var through = till.Segments.Skip(1).Select(begin => begin.Before())
            .Where(end => end > (till.State.Past.Retired ?? default) && till.State.Past.Watermarks.Covers(end))
            .LastOrDefault();
        till.Give(new Input.RecordsOutlived(through));
    }

    private static Gen<Action<TerminalDriver>> Act(Action<TerminalDriver> act) => Gen.Constant(act);

    private static void Play(int stories, Action<TerminalDriver> holds) =>
        Holds.For(Story, stories, story =>
        {
            var till = Open(int.MaxValue);
            foreach (var act in story)
                act(till);
            holds(till);
        });
}
