using CloudBridge.Contract;
using EdgeTerminal.Core;
using FsCheck;
using FsCheck.Fluent;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Property.EdgeTerminal.Core;

/// <summary>Any inputs in any order, with power cuts between them.</summary>
public class KioskProperties
{
    private static readonly TerminalLimits Tight = TerminalLimits.Default with
    {
        UnknownCards = new UnknownCardRules(
            UnknownCardPolicy.Allow, AssetId.Parse("TLF"), PerCard: new Money(700), PerDay: new Money(1_000)),
    };

    private static readonly Gen<Action<TerminalDriver>> Step = Gen.Frequency(
        (6, Act(driver => driver.Give(new Input.ArticleChosen(Beer)))),
        (3, Act(driver => driver.Give(new Input.ArticleChosen(Syrup)))),
        (1, Act(driver => driver.Give(new Input.BasketCleared()))),
        (4, Act(driver => driver.Tap(Guest))),
        (3, Act(driver => driver.Tap(Other))),
        (1, Act(driver => driver.Tap("04112233445566"))),
        (1, Act(driver => driver.Tap("08123456"))),
        (1, Act(driver => driver.Give(new Input.SeveralCardsPresented(driver.JournalHasRoom)))),
        (4, Act(driver => driver.Give(new Input.VerdictShown()))),
        (4, Act(driver => { driver.Wait(3_500); driver.Give(new Input.TimePassed()); })),
        (1, Act(driver => driver.Confirm())),
        (1, Act(driver => driver.Wait(90 * Clock.Second))),
        (1, Act(driver => driver.JournalHasRoom = !driver.JournalHasRoom)),
        (1, Act(driver => driver.Give(new Input.FaultBegan(Fault.ReaderLost, "planned")))),
        (1, Act(driver => driver.Give(new Input.FaultEnded(Fault.ReaderLost)))),
        (1, Act(driver => driver.LosePower())),
        (1, Act(driver => driver.Restart())));

    private static readonly Gen<Action<TerminalDriver>[]> Story =
        from length in Gen.Choose(1, 80) from steps in Gen.ArrayOf(Step, length) select steps;

    [Fact]
    public void Folding_the_journal_gives_what_was_remembered() =>
        Play(500, (driver, _) =>
        {
            var terminal = new Terminal(Setup(Tight));
            var folded = driver.Journal.Aggregate(TerminalState.Initial, terminal.Evolve);

            Assert.Equal(folded.Past, driver.State.Past);
        });

    [Fact]
    public void An_approval_is_shown_only_when_its_sale_is_in_the_journal() =>
        Play(500, (driver, before) =>
        {
            if (driver.Screen is GuestScreen.Approved or GuestScreen.ApprovedEarlier && driver.Screen != before)
                Assert.Contains(driver.Journal, record => record.Fact is Fact.Sale);
        });

    [Fact]
    public void A_wallet_never_spends_more_than_it_has_or_may()
    {
        Play(500, (driver, _) =>
        {
            var spent = driver.Journal.SelectMany(record => record.Fact.Movements())
                .Where(movement => movement.Card == Site.Card(Guest))
                .Sum(movement => -movement.Amount);

            Assert.InRange(spent.MinorUnits, 0, 2_000);
        });
    }

    [Fact]
    public void No_tap_is_charged_twice() =>
        Play(500, (driver, _) =>
        {
            // Between two sales of one card with one basket the first was seen, or its ten minutes were over.
            var sales = driver.Journal.Index().Where(row => row.Item.Fact is Fact.Sale).ToList();
            foreach (var (earlier, later) in sales.Zip(sales.Skip(1)))
            {
                var (first, second) = ((Fact.Sale)earlier.Item.Fact, (Fact.Sale)later.Item.Fact);
                if (first.Card != second.Card || first.Basket != second.Basket)
                    continue;
                Assert.Contains(
                    driver.Journal.Skip(earlier.Index).Take(later.Index - earlier.Index),
                    record => record.Fact is Fact.SaleShown);
            }
        });

    private static Gen<Action<TerminalDriver>> Act(Action<TerminalDriver> act) => Gen.Constant(act);

    private static void Play(int stories, Action<TerminalDriver, GuestScreen?> holds) =>
        Holds.For(Story, stories, story =>
        {
            var driver = Open(Setup(Tight), Card(Guest, "TNF 500, TLF 1500"), Card(Other, "TLF 1000"));
            foreach (var act in story)
            {
                var before = driver.Screen;
                act(driver);
                holds(driver, before);
            }
        });
}
