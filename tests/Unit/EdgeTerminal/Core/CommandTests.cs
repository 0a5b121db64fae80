using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>What the ledger orders is done once, in time, and what came of it is written down.</summary>
public class CommandTests
{
    private readonly TerminalDriver bar = DrinkStations.Open(DrinkStations.Setup(), Card(Guest, "TLF 1000"));

    [Fact]
    public void A_command_that_was_answered_is_not_done_again_and_none_before_it()
    {
        bar.Give(Stop(7));
        bar.Tap(Guest);

        Assert.NotNull(bar.Give(Stop(7)).Ignored);
        Assert.NotNull(bar.Give(Stop(6)).Ignored);

        Assert.Equal("Pouring", bar.Phase);
        Assert.Single(bar.Journal, record => record.Fact is Fact.CommandDone);
    }

    [Fact]
    public void A_restart_and_a_power_cut_forget_no_number()
    {
        bar.Give(Stop(7));
        bar.Restart();
        bar.Confirm();
        Assert.NotNull(bar.Give(Stop(7)).Ignored);

        bar.LosePower();
        bar.Confirm();
        bar.Trusted = true;
        Assert.NotNull(bar.Give(Stop(7)).Ignored);
        Assert.Null(bar.Give(Stop(8)).Ignored);
    }

    /// <summary>The power goes when it is durable that the command is answered, and before the valve is told.</summary>
    [Fact]
    public void Where_the_power_goes_in_the_middle_it_is_not_done_a_second_time()
    {
        bar.Tap(Guest);
        bar.GiveAndLosePower(Stop(7));
        bar.Trusted = true;
        bar.Confirm();

        Assert.NotNull(bar.Give(Stop(7)).Ignored);
    }

    [Fact]
    public void A_journal_that_begins_later_still_knows_the_number()
    {
        var till = new TerminalDriver(Setup()) { SegmentRecords = 4 };
        till.Start();
        till.Give(new Input.CommandHeard(9, till.Wall + 1, CommandKind.RefreshList, Card: null));
        for (var fault = 0; fault < 8; fault++)
        {
            till.Give(new Input.FaultBegan(Fault.ReaderLost, "for the test"));
            till.Give(new Input.FaultEnded(Fault.ReaderLost));
        }

        Assert.Equal(9, till.FoldedFrom(till.Segments[^1]).LastCommand);
        Assert.Equal(9, till.Folded().LastCommand);
    }

    [Fact]
    public void A_new_epoch_says_again_what_came_of_it_and_knows_the_number()
    {
        bar.Give(Stop(7));

        bar.GoOver(isRestored: true, unacked: 3);

        Assert.Contains(bar.Journal, record => record is { Fact: Fact.CommandDone { Number: 7 }, Reissues: not null });
        Assert.Equal(7, bar.Folded().LastCommand);
    }

    [Fact]
    public void What_has_expired_is_not_done_and_that_is_written_down()
    {
        bar.Tap(Guest);
        var command = Stop(7);
        bar.Wait(Clock.Minute);
        bar.Give(new Input.CommandHeard(6, bar.Wall, CommandKind.RefreshList, Card: null));
        Assert.NotEqual("it had expired", Outcome(6));

        bar.Wait(1);
        bar.Give(command);

        Assert.Equal(("Pouring", "it had expired"), (bar.Phase, Outcome(7)));
        Assert.NotNull(bar.Give(command).Ignored);
    }

    /// <summary>Nobody can say whether it has expired. The ledger says it again.</summary>
    [Fact]
    public void While_the_time_is_not_known_nothing_is_done_and_nothing_is_used_up()
    {
        bar.Tap(Guest);
        bar.Trusted = false;

        Assert.NotNull(bar.Give(Stop(7)).Ignored);
        Assert.Equal("Pouring", bar.Phase);

        bar.Trusted = true;
        bar.Give(Stop(7));
        Assert.Equal(("Closing", "stopped"), (bar.Phase, Outcome(7)));
    }

    [Fact]
    public void A_command_of_a_later_build_is_answered()
    {
        bar.Give(new Input.CommandHeard(7, bar.Wall, "brewCoffee", Card: null));

        Assert.Equal(new Fact.CommandDone(7, "brewCoffee", "this build knows no such command"), bar.LastFact);
    }

    [Fact]
    public void A_till_says_that_it_pours_nothing()
    {
        var till = new TerminalDriver(Setup());
        till.Start();

        till.Give(new Input.CommandHeard(7, till.Wall, CommandKind.StopPour, Card: null));

        Assert.Equal(
            new Fact.CommandDone(7, "stopPour", "a station of this kind cannot do that"), till.LastFact);
    }

    [Fact]
    public void It_stops_to_be_started_again_but_not_while_somebody_pours()
    {
        bar.Tap(Guest);
        var command = new Input.CommandHeard(7, bar.Wall + Clock.Minute, CommandKind.Restart, Card: null);
        Assert.NotNull(bar.Give(command).Ignored);
        Assert.Equal("Pouring", bar.Phase);

        bar.Closed(100);
        bar.Finish();
        bar.Give(command);

        Assert.Equal((true, "it stops, to be started again"), (bar.Ended, Outcome(7)));
        bar.Restart();
        bar.Confirm();
        Assert.NotNull(bar.Give(command).Ignored);
    }

    [Fact]
    public void A_card_that_is_blocked_is_refused_at_once_and_over_a_restart()
    {
        Give(7, CommandKind.BlockCard, Site.Card(Guest));

        Assert.Equal("blocked", Outcome(7));
        Assert.Contains(bar.Journal, record => record.Fact == new Fact.CardBlocked(Site.Card(Guest)));
        bar.Tap(Guest);
        Assert.Equal(Reason.CardBlocked, Assert.IsType<Fact.Refusal>(bar.LastFact).Reason);
        bar.Restart();
        bar.Confirm();
        bar.Tap(Guest);
        Assert.Equal(Reason.CardBlocked, Assert.IsType<Fact.Refusal>(bar.LastFact).Reason);
        bar.Finish();

        Give(8, CommandKind.BlockCard);
        Assert.Equal("it names no card", Outcome(8));
        Assert.Single(bar.Journal, record => record.Fact is Fact.CardBlocked);
    }

    /// <summary>The ledger says again what was not answered.</summary>
    [Fact]
    public void Where_the_power_goes_before_it_is_answered_the_card_stays_blocked_and_the_answer_comes_later()
    {
        var command = new Input.CommandHeard(7, bar.Wall + Clock.Minute, CommandKind.BlockCard, Site.Card(Guest));
        bar.GiveAndLosePower(command, durable: 1);
        bar.Trusted = true;
        bar.Confirm();
        bar.Tap(Guest);
        Assert.Equal(Reason.CardBlocked, Assert.IsType<Fact.Refusal>(bar.LastFact).Reason);

        bar.Give(command);

        Assert.Equal("blocked", Outcome(7));
    }

    [Fact]
    public void The_list_is_asked_for_once_that_is_written_down()
    {
        var asking = Give(7, CommandKind.RefreshList);

        Assert.Equal([new Effect.AskForCardList()], asking.Effects);
        Assert.Equal("asked for", Outcome(7));
    }

    [Fact]
    public void A_reading_is_answered_when_it_is_known_what_came_of_it()
    {
        var command = new Input.CommandHeard(8, bar.Wall + Clock.Minute, CommandKind.Reload, Card: null);

        // The ledger says it again meanwhile.
        Assert.Equal([new Effect.ReadConfiguration(command)], bar.Give(command).Effects);
        Assert.Equal([new Effect.ReadConfiguration(command)], bar.Give(command).Effects);
        Assert.Equal(0, Answers());
        bar.Wait(2 * Clock.Minute);
        bar.Give(command with { CameTo = "in force" });

        // It was read in time, and answered behind it.
        Assert.Equal("in force", Outcome(8));
        Assert.Empty(bar.Give(command with { CameTo = "in force" }).Facts);
        Assert.Empty(bar.Give(command).Effects);
    }

    [Fact]
    public void What_overtakes_a_reading_leaves_it_without_an_answer()
    {
        var reading = new Input.CommandHeard(8, bar.Wall + Clock.Minute, CommandKind.Reload, Card: null);
        bar.Give(reading);
        bar.Give(Stop(9));

        bar.Give(reading with { CameTo = "in force" });

        Assert.Equal(1, Answers());
    }

    [Fact]
    public void It_says_how_it_is()
    {
        bar.Give(new Input.FaultBegan(Fault.ReaderLost, "for the test"));
        bar.Wait(3_000);

        var command = new Input.CommandHeard(7, bar.Wall, CommandKind.Diagnostics, Card: null);
        var look = Assert.IsType<Effect.Diagnose>(Assert.Single(bar.Give(command).Effects));

        Assert.Equal(command, look.Command);
        Assert.Equal(
            "OutOfService; start 1, 3 s ago; journal through 1/5, of which 0 count beside the list; list 1.1, 3 s " +
            "old; other terminals are heard; faults ReaderLost",
            look.Known);
    }

    private Decision Give(long number, string command, CardToken? card = null) =>
        bar.Give(new Input.CommandHeard(number, bar.Wall + Clock.Minute, command, card));

    private int Answers() => bar.Journal.Count(record => record.Fact is Fact.CommandDone);

    private string Outcome(long number) =>
        bar.Journal.Select(record => record.Fact).OfType<Fact.CommandDone>().Single(done => done.Number == number)
            .Outcome;

    private Input.CommandHeard Stop(long number) =>
        new(number, bar.Wall + Clock.Minute, CommandKind.StopPour, Card: null);
}
