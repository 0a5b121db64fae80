using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;
using static Tests.Support.Tills;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Records have rotted that the ledger has: what they may have said must not matter.</summary>
public class UnreadableTests
{
    private static readonly TerminalLimits UnknownCardsToo = Generous with
    {
        UnknownCards = new UnknownCardRules(
            UnknownCardPolicy.Allow, AssetId.Parse("TLF"), PerCard: new Money(100_00), PerDay: new Money(10_00)),
    };

    private readonly TerminalDriver driver = Open(Setup(UnknownCardsToo), Card(Guest, "TLF 1000"));

    [Fact]
    public void Nothing_is_sold_until_a_list_has_them()
    {
        var lost = Sell(Guest);
        driver.Finish();
        Lose(lost);
        Buy(Guest);
        Assert.Equal(Reason.ListExpired, Refused());

        driver.Finish();
        driver.ApplyList(2, lost - 1, Card(Guest, "TLF 1000"));
        Buy(Guest);
        Assert.Equal(Reason.ListExpired, Refused());

        driver.Finish();
        driver.ApplyList(3, lost, Card(Guest, "TLF 650"));
        Buy(Guest);
        Assert.Equal(Amounts("TLF 300"), Assert.IsType<GuestScreen.Approved>(driver.Screen).Left);
    }

    /// <summary>The first line of a journal that was shortened: faults and sums of before are not known at first.
    /// </summary>
    [Fact]
    public void What_the_next_segment_brings_forward_takes_the_place_of_the_guesses()
    {
        var setup = Setup(UnknownCardsToo);
        var till = new TerminalDriver(setup) { SegmentRecords = 5 };
        till.Start();
        till.ApplyList(1, watermark: 0, Card(Guest, "TLF 10000"));
        till.Confirm();
        till.Give(new Input.FaultBegan(Fault.CardCacheLost, "for the test"));
        for (var sale = 0; sale < 8; sale++)
        {
            till.Give(new Input.ArticleChosen(Beer));
            till.Tap(Guest);
            till.Finish();
        }
        var begin = till.Segments[2];
        var terminal = new Terminal(setup);
        var left = till.Journal.SkipWhile(record => record.Position <= begin).ToList();
        Assert.IsType<Fact.BroughtForward>(till.Journal.Single(record => record.Position == begin).Fact);

        var state = terminal.PassOver(TerminalState.Initial, begin, left[0]);
        Assert.True(state.Past.IsBehindRot);
        state = left.Aggregate(state, terminal.Evolve);

        var (known, guessed) = (till.State.Past, state.Past);
        Assert.False(guessed.IsBehindRot);
        Assert.Equal(known.Faults, guessed.Faults);
        Assert.Equal(
            (known.Boots, known.MachineBoot, known.BootsWithoutBeat, known.List, known.UnknownCardsSpent),
            (guessed.Boots, guessed.MachineBoot, guessed.BootsWithoutBeat, guessed.List, guessed.UnknownCardsSpent));
        Assert.Equal(1, guessed.Till.Unreadable);
    }

    /// <summary>That a list took effect cannot be read; the next segment says which one is in use.</summary>
    [Fact]
    public void What_was_given_back_is_given_once_where_the_list_has_it()
    {
        var gate = new TerminalDriver(Gates.GateOf()) { SegmentRecords = 4 };
        gate.Start();
        gate.ApplyList(1, watermark: 0, Card(Guest, "TLF 2000"));
        gate.Confirm();
        gate.Tap(Guest);
        gate.ApplyList(2, gate.Journal[^1].Position.Sequence, Card(Guest, "TLF 1500"));
        gate.Rest();
        Assert.IsType<Fact.EntryAbandoned>(gate.LastFact);
        gate.ApplyList(3, gate.Journal[^1].Position.Sequence, Card(Guest, "TLF 2000"));
        var lost = gate.Journal.Last(record => record.Fact is Fact.ListApplied).Position;
        while (gate.Segments[^1] < lost)
            gate.Record(new Fact.ConfigApplied(1));

        gate.Rotten.Add(lost);
        gate.Restart();
        gate.Confirm();
        gate.Tap(Guest);

        Assert.Equal(Amounts("TLF 1500"), Assert.IsType<GuestScreen.GoIn>(gate.Screen).Left);
    }

    [Fact]
    public void When_the_list_has_them_the_terminal_goes_on_selling_and_says_so()
    {
        var lost = Sell(Guest);
        driver.Finish();
        driver.ApplyList(2, lost, Card(Guest, "TLF 650"));
        Lose(lost);

        Buy(Guest);

        Assert.IsType<GuestScreen.Approved>(driver.Screen);
        Assert.Equal([Fault.JournalRot], driver.State.Past.Faults);
        driver.Rotten.Clear();
        driver.Restart();
        Assert.Empty(driver.State.Past.Faults);
    }

    [Fact]
    public void Nobody_gets_a_beer_again_because_it_is_lost_that_he_has_seen_the_first()
    {
        Sell(Guest);
        driver.Finish();
        var shown = driver.Journal.Last(record => record.Fact is Fact.SaleShown).Position.Sequence;
        driver.ApplyList(2, shown, Card(Guest, "TLF 650"));
        Lose(shown);

        Buy(Guest);

        Assert.IsType<GuestScreen.Approved>(driver.Screen);
    }

    [Fact]
    public void Cards_that_no_list_has_may_spend_nothing_more_on_that_day()
    {
        var lost = Sell("04112233445566");
        driver.Finish();
        driver.ApplyList(2, lost, Card(Guest, "TLF 1000"));
        Lose(lost);

        Buy("04665544332211");
        Assert.Equal(Reason.CardUnknown, Refused());

        driver.Finish();
        driver.Wait(Clock.Day);
        driver.Confirm();
        Buy("04665544332211");
        Assert.IsType<GuestScreen.Approved>(driver.Screen);
    }

    [Fact]
    public void A_start_that_is_lost_counts_as_one_without_a_beat_and_its_number_is_not_used_again()
    {
        driver.LosePower();
        var lost = driver.Journal.Last(record => record.Fact is Fact.BootStarted).Position.Sequence;
        Sell(Guest);
        driver.Finish();

        Lose(lost);

        Assert.Equal((3, 2), (driver.State.Past.Boots, driver.State.Past.BootsWithoutBeat));
        Assert.Equal(3, driver.Journal[^1].Stamp.Boot);
    }

    [Fact]
    public void Of_a_closing_that_is_lost_neither_the_number_nor_a_sale_comes_again_and_the_next_says_what_it_lacks()
    {
        var till = OpenTill(TillOf(), Card(Guest, "TLF 100000"));
        till.Sell(Guest, Beer);
        till.SignIn();
        till.Press("4oc");
        var lost = till.Journal.Single(record => record.Fact is Fact.Closure).Position.Sequence;
        till.ApplyList(2, lost, Card(Guest, "TLF 100000"), Manager, Waiter);
        till.Rotten.Add(new RecordPosition(1, lost));
        till.Restart();

        till.Sell(Guest, Syrup);
        till.SignIn();
        till.Press("4oc");
        till.Sell(Guest, Beer);
        till.SignIn();
        till.Press("4oc");

        var closures = till.Journal.Where(record => record.Position.Sequence != lost)
            .Select(record => record.Fact).OfType<Fact.Closure>().ToList();
        Assert.Equal([(2, 1), (3, 0)], closures.Select(closure => (closure.Number, closure.Unreadable)));
        Assert.Equal([Syrup.Id, Beer.Id], closures.Select(closure => Assert.Single(closure.Totals).Article));
    }

    [Fact]
    public void What_is_lost_may_be_what_staff_gave_so_on_that_day_they_give_so_much_less()
    {
        var till = OpenTill(TillOf(), Card(Guest, "TLF 100000"));
        till.Sell(Guest, Beer);
        var lost = till.Journal[^1].Position.Sequence;
        till.ApplyList(2, till.Journal.Count, Card(Guest, "TLF 100000"), Manager, Waiter);
        till.Rotten.Add(new RecordPosition(1, lost));
        till.Restart();
        till.Confirm();

        Refill("3001");
        Assert.Equal(Reason.CreditADay, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
        Refill("3000");
        Assert.IsType<Fact.Refill>(till.LastFact);

        void Refill(string cents)
        {
            till.SignIn();
            till.Press($"1{cents}");
            till.Tap(Guest);
            till.Press("cc");
        }
    }

    [Fact]
    public void What_is_lost_may_be_what_staff_drew()
    {
        var tap = DrinkStations.Open(
            DrinkStations.Setup(DrinkStations.Tap with { MostDrawnADayMicrolitres = 2_050_000 }),
            Card(Guest, "TLF 1000"));
        tap.Tap(Guest);
        tap.Closed(100);
        tap.Finish();
        tap.ApplyList(
            2, tap.Journal.Count, Card(Guest, "TLF 825"), DrinkStations.StaffCard, DrinkStations.CellarCard);
        tap.Rotten.Add(tap.Journal.Last(record => record.Fact is Fact.Capture).Position);
        tap.Restart();
        tap.Confirm();
        tap.Tap(DrinkStations.Cellarman);

        // A record is 2 l at the most: 5 cl of the day are left.
        Assert.Equal(20, tap.Orders.OfType<Effect.OpenValve>().Last().GrantPulses);
    }

    private void Buy(string uid)
    {
        driver.Give(new Input.ArticleChosen(Beer));
        driver.Tap(uid);
    }

    private long Sell(string uid)
    {
        Buy(uid);
        Assert.IsType<GuestScreen.Approved>(driver.Screen);
        return driver.Journal.Last(record => record.Fact is Fact.Sale).Position.Sequence;
    }

    private void Lose(long sequence)
    {
        driver.Rotten.Add(new RecordPosition(1, sequence));
        driver.Restart();
    }

    private Reason? Refused() => (driver.Screen as GuestScreen.Refused)?.Reason;
}
