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
        (1, Act(driver => driver.Give(new Input.FaultBegan(Fault.ReaderLost, new string('x', 1_000))))),
        (1, Act(driver => driver.Give(new Input.FaultBegan(Fault.PanelLost, "planned")))),
        (1, Act(driver => driver.Give(new Input.FaultBegan(Fault.RolledBack, "planned")))),
        (3, Act(driver => driver.Give(new Input.FaultEnded(Fault.ReaderLost)))),
        (3, Act(driver => driver.Give(new Input.FaultEnded(Fault.PanelLost)))),
        (3, Act(driver => driver.Give(new Input.FaultEnded(Fault.RolledBack)))),
        (1, Act(driver => driver.LosePower())),
        (1, Act(driver => driver.Restart())));

    private static readonly Gen<Action<TerminalDriver>[]> Story =
        from length in Gen.Choose(1, 80) from steps in Gen.ArrayOf(Step, length) select steps;

    [Fact]
    public void Folding_the_journal_gives_what_was_remembered() =>
        Play(500, (driver, _) => Assert.Equal(driver.Folded(), driver.State.Past));

    [Fact]
    public void An_approval_is_shown_only_when_its_sale_is_in_the_journal() =>
        Play(500, (driver, before) =>
        {
            if (ReferenceEquals(driver.Screen, before))
                return;
            if (driver.Screen is GuestScreen.Approved approved)
                Assert.Equal(approved.Basket.Lines, Assert.IsType<Fact.Sale>(driver.LastFact).Basket);
            if (driver.Screen is GuestScreen.ApprovedEarlier earlier)
                Assert.Contains(driver.State.Past.Unshown.Values, sale => sale.Basket == earlier.Basket.Lines);
        });

    [Fact]
    public void Nothing_is_sold_while_a_fault_forbids_it_and_no_fault_forbids_for_longer() =>
        Play(500, (driver, _) =>
        {
            Fault[] forbidding = [Fault.ReaderLost, Fault.PanelLost, Fault.RolledBack];
            var terminal = new Terminal(Setup(Tight));
            var state = TerminalState.Initial;
            foreach (var record in driver.Journal)
            {
                Assert.False(record.Fact is Fact.Sale && state.Past.Faults.Overlaps(forbidding));
                state = terminal.Evolve(state, record);
            }
            if (driver.State.Present.Phase is StationPhase.OutOfService)
                Assert.True(driver.State.Past.Faults.Overlaps(forbidding));
        });

    [Fact]
    public void Whatever_was_recorded_can_be_read_again()
    {
        using var site = new Site();
        Play(20, (driver, _) =>
        {
            foreach (var record in driver.Journal.TakeLast(2))
            {
                var line = RecordLine.Write(record, site.Terminal);
                Assert.Equal(record, RecordLine.Read(line, Site.Id).OrThrow());
            }
        });
    }

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
            var sales = driver.Journal.Where(record => record.Fact is Fact.Sale)
                .GroupBy(record => ((Fact.Sale)record.Fact).Card);
            var shown = driver.Journal.Select(record => record.Fact).OfType<Fact.SaleShown>()
                .Select(fact => fact.Approved).ToHashSet();
            foreach (var card in sales)
                foreach (var (first, second) in card.Zip(card.Skip(1)))
                    if (((Fact.Sale)first.Fact).Basket == ((Fact.Sale)second.Fact).Basket)
                        Assert.Contains(first.Position, shown);
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
