using CloudBridge.Contract;
using EdgeTerminal.Core;
using FsCheck;
using FsCheck.Fluent;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Property.EdgeTerminal.Core;

/// <summary>Segments may go at any time; what is left must come to the same.</summary>
public class RetentionProperties
{
    private static readonly TerminalLimits Tight = TerminalLimits.Default with
    {
        UnknownCards = new UnknownCardRules(
            UnknownCardPolicy.Allow, AssetId.Parse("TLF"), PerCard: new Money(7_000), PerDay: new Money(10_000)),
    };

    private static readonly Gen<Action<TerminalDriver>> Step = Gen.Frequency(
        (8, Act(driver => Sell(driver, Guest))),
        (4, Act(driver => Sell(driver, Other))),
        (2, Act(driver => Sell(driver, "04112233445566"))),
        (2, Act(driver => { driver.Give(new Input.ArticleChosen(Syrup)); driver.Tap(Guest); })),
        (3, Act(Hold)),
        (2, from which in Gen.Choose(0, 3) select (Action<TerminalDriver>)(driver => Close(driver, which))),
        (1, Act(driver => driver.Wait(Clock.Minute))),
        (4, from back in Gen.Choose(0, 12) select (Action<TerminalDriver>)(driver => ApplyList(driver, back))),
        (3, Act(driver => driver.Confirm())),
        (2, Act(driver => driver.Wait(3 * Clock.Hour))),
        (1, Act(driver => driver.Give(new Input.FaultBegan(Fault.RolledBack, "planned")))),
        (2, Act(driver => driver.Give(new Input.FaultEnded(Fault.RolledBack)))),
        (2, Act(driver => driver.Restart())),
        (1, Act(driver => driver.LosePower())),
        (1, from unacked in Gen.Choose(0, 20)
            select (Action<TerminalDriver>)(driver => driver.GoOver(isRestored: true, unacked))),
        (1, Act(driver => driver.GoOver(isRestored: false, unacked: 0))),
        (3, from segment in Gen.Choose(1, 5) select (Action<TerminalDriver>)(driver => Retire(driver, segment))));

    private static readonly Gen<Action<TerminalDriver>[]> Story =
        from length in Gen.Choose(20, 120) from steps in Gen.ArrayOf(Step, length) select steps;

    [Fact]
    public void A_journal_folds_to_the_same_whichever_retired_segments_are_gone()
    {
        var (compared, retired) = (0, 0);
        Holds.For(Story, 300, story =>
        {
            var driver = new TerminalDriver(Setup(Tight)) { SegmentRecords = 6, StorageId = "the first card" };
            driver.Start();
            var terminal = new Terminal(Setup(Tight));
            foreach (var act in story)
            {
                act(driver);
                var retiredThrough = driver.State.Past.Retired;
                foreach (var begin in driver.Segments.Skip(1).Where(begin => begin.Before() <= retiredThrough))
                {
                    var left = driver.Journal.SkipWhile(record => record.Position < begin);
                    Assert.Equal(left.Aggregate(TerminalState.Initial, terminal.Evolve).Past, driver.State.Past);
                    compared++;
                }
            }
            retired += driver.Journal.Count(record => record.Fact is Fact.RecordsRetired);
        });

        // A run counts only if it did something.
        Assert.True(compared > 10_000 && retired > 300, $"{compared} compared, {retired} retired");
    }

    private static Gen<Action<TerminalDriver>> Act(Action<TerminalDriver> act) => Gen.Constant(act);

    private static void Sell(TerminalDriver driver, string uid)
    {
        driver.Give(new Input.ArticleChosen(Beer));
        driver.Tap(uid);
        driver.Finish();
    }

    private static void Hold(TerminalDriver driver) => driver.Record(new Fact.Hold(
        HeldPayment(900), ArticleId.Parse("beer"), new Money(700), 450, Records.Verdict));

    /// <summary>One of the holds that are open, or one that never was.</summary>
    private static void Close(TerminalDriver driver, int which)
    {
        var held = driver.State.Past.Holds.Keys.Order().ElementAtOrDefault(which / 2);
        driver.Record(which % 2 == 0
            ? new Fact.Capture(held, HeldPayment(250), 10, 1_000, "cardGone")
            : new Fact.Release(held, "noFlow"));
    }

    private static Payment HeldPayment(long amount) =>
        new(Site.Card(Guest), WalletOf(Guest), [Records.Amount("TLF", amount)]);

    private static void ApplyList(TerminalDriver driver, int back)
    {
        var past = driver.State.Past;
        var watermarks = past.Watermarks.With(driver.Journal.SkipLast(back).Select(record => record.Position));
        driver.ApplyList(
            (past.List?.Version ?? 0) + 1, watermarks, Card(Guest, "TNF 500, TLF 90000"), Card(Other, "TLF 90000"));
    }

    private static void Retire(TerminalDriver driver, int segment)
    {
        var through = driver.Segments.Skip(1).Select(begin => begin.Before())
            .Where(end => end > (driver.State.Past.Retired ?? default) && driver.State.Past.Watermarks.Covers(end))
            .Take(segment)
            .LastOrDefault();
        driver.Give(new Input.RecordsOutlived(through));
    }
}
