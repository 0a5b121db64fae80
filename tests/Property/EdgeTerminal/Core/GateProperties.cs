using CloudBridge.Contract;
using EdgeTerminal.Core;
using FsCheck;
using Tests.Property.Simulation;
using Tests.Support;
using static Tests.Support.Gates;
using static Tests.Support.Kiosks;

namespace Tests.Property.EdgeTerminal.Core;

/// <summary>
/// Any inputs at a gate in any order, with power cuts between them; its oldest records go, it goes over to another
/// epoch and says again what the ledger has not, and lines of its journal rot. What rot may cost is said beside each
/// property: it is what those lines say, and no more.
/// </summary>
public class GateProperties
{
    [Fact]
    public void The_fire_input_always_opens_and_nothing_locks_before_it_is_over()
    {
        var phases = new HashSet<string>();
        Play(
            2_000,
            play =>
            {
                var state = play.Gate.State;
                if (state.Present.FireIsOn || state.Past.Faults.Contains(Fault.FireInputLost))
                    Assert.DoesNotContain(
                        play.Gate.Orders.AsEnumerable().Reverse().TakeWhile(order => order is not Effect.OpenTurnstile),
                        order => order is Effect.LockTurnstile);
            },
            play =>
            {
                var gate = play.Gate;
                gate.Give(new Input.FireEnded());
                phases.Add(gate.Phase);
                Assert.Equal([new Effect.OpenTurnstile()], gate.Give(new Input.FireBegan()).AtOnce);
                Assert.IsType<Fact.FireOpened>(gate.LastFact);
                Assert.Equal("Open", gate.Phase);
            },
            // Few stories end by themselves in the moment in which it locks: every other one that comes there does.
            endsAt: (play, steps) => steps.Length % 2 == 0 && play.Gate.Phase == "Locking");

        Assert.Superset(
            new HashSet<string>
            {
                "Ready", "Counting", "Resetting", "Released", "Locking", "Shown", "Refused", "OutOfService",
            },
            phases);
    }

    /// <summary>
    /// Of an entry before the last line that cannot be read nobody may know how it ended: it may have been settled
    /// there, so it is left alone. Twice none is settled all the same.
    /// </summary>
    [Fact]
    public void Each_entry_is_passed_or_given_back_exactly_once_and_the_money_comes_back_exactly()
    {
        var (passed, back, lost) = (0, 0, 0);
        Play(1_000, EntriesAreSettledOnce, play =>
        {
            (passed, back) = (passed + play.Book.Passed, back + play.Book.GivenBack);
            lost += play.Book.Open.Count - play.Gate.State.Past.Gate.UnderWay.Count;
        });

        // A run counts only if it did something; what nobody knows any more is rare: some seventeen times.
        Assert.True(
            passed > 2_000 && back > 2_000 && lost > 0, $"{passed} passed, {back} given back, {lost} nobody knows");
    }

    /// <summary>What rot left alone may be neither: that money is the house's to give back, by hand.</summary>
    [Fact]
    public void A_wallet_pays_for_those_who_went_in_and_for_nobody_else() =>
        Play(1_000, WalletsPayForThoseWhoWentIn);

    /// <summary>Of a ticket that is used where nobody can read it so much is left that stands there.</summary>
    [Fact]
    public void A_ticket_lets_in_as_many_as_it_is_for()
    {
        var (used, refused) = (0, 0);
        Play(1_000, TicketsLastForTheirNumber, play =>
        {
            used += play.Book.Used;
            refused += play.UsedUp;
        });

        Assert.True(used > 1_000 && refused > 100, $"{used} entries, {refused} times too few were left");
    }

    /// <summary>A gate that could not read all at a start says so with its next passage.</summary>
    [Fact]
    public void What_a_gate_says_that_it_counts_is_what_it_remembers() =>
        Play(1_000, play =>
        {
            if (play.Book.Said is { } said)
                Assert.Equal(said, play.Gate.State.Past.Gate.PeopleIn(Festival));
        });

    /// <summary>No more people are missing, or too many, than lines that cannot be read tell of.</summary>
    [Fact]
    public void A_gate_remembers_how_many_people_are_inside() =>
        Play(1_000, PeopleAreCounted);

    [Fact]
    public void Folding_the_journal_gives_what_was_remembered() =>
        Play(500, play => Assert.Equal(play.Gate.Folded(), play.Gate.State.Past));

    [Fact]
    public void A_journal_folds_to_the_same_whichever_retired_segments_are_gone()
    {
        var compared = 0;
        Play(300, play =>
        {
            foreach (var begin in Retired(play.Gate))
            {
                Assert.Equal(play.Gate.FoldedFrom(begin), play.Gate.State.Past);
                compared++;
            }
        }, story: GateStory.WithoutRot);

        // A run counts only if it did something.
        Assert.True(compared > 5_000, $"{compared} compared");
    }

    /// <summary>Whatever was guessed for it: what is left says what the whole came to.</summary>
    [Fact]
    public void Rot_does_no_harm_once_the_records_in_its_place_are_gone()
    {
        var compared = 0;
        Play(1_000, play =>
        {
            foreach (var begin in Retired(play.Gate).Where(begin => begin > play.Book.Rotten))
            {
                Assert.Equal(play.Gate.FoldedFrom(begin).Gate, play.Gate.State.Past.Gate);
                compared++;
            }
        });

        Assert.True(compared > 1_000, $"{compared} compared");
    }

    [Fact]
    public void The_turnstile_is_released_only_for_an_entry_that_is_in_the_journal() =>
        Play(500, play =>
        {
            var releases = play.Gate.Orders.Count(order => order is Effect.ReleaseTurnstile);

            Assert.True(releases <= play.Gate.Journal.Count(record => record.Fact is Fact.Entry));
        });

    /// <summary>The checker, checked: gates that err in what only epochs, retired records and rot are about.</summary>
    [Theory]
    [MemberData(nameof(Bugs))]
    public void A_planted_bug_is_found(string bug)
    {
        var (make, holds) = Planted[bug];

        Assert.ThrowsAny<Exception>(() => Play(5_000, holds, make: make));
    }

    public static TheoryData<string> Bugs() => [.. Planted.Keys];

    private static Dictionary<string, (Func<TerminalSetup, Terminal> Make, Action<GatePlay> Holds)> Planted => new()
    {
        ["what rot may have settled is given back"] = (setup => new ErringTerminal(setup)
        {
            PassesOver = (before, after) => after with
            {
                Past = after.Past with { Gate = after.Past.Gate with { UnderWay = before.Past.Gate.UnderWay } },
            },
        }, EntriesAreSettledOnce),
        ["rot undoes what is in no list yet"] = (setup => new ErringTerminal(setup)
        {
            PassesOver = (before, after) => after with
            {
                Past = after.Past with { LastListed = before.Past.LastListed },
            },
        }, WalletsPayForThoseWhoWentIn),
        ["what is said again does not count"] = (setup => new ErringTerminal(setup)
        {
            Reads = (_, record) => record.Reissues is null
                ? record
                : record with { Fact = new Fact.ConfigApplied(1) },
        }, TicketsLastForTheirNumber),
        ["what is carried is forgotten"] = (setup => new ErringTerminal(setup)
        {
            Reads = (_, record) => record.Fact is Fact.EntriesCarried
                ? record with { Fact = new Fact.ConfigApplied(1) }
                : record,
        }, TicketsLastForTheirNumber),
    };

    private static void EntriesAreSettledOnce(GatePlay play)
    {
        var underWay = play.Gate.State.Past.Gate.UnderWay;
        Assert.Empty(underWay.Keys.Except(play.Book.Open.Keys));
        Assert.All(
            play.Book.Open.Keys.Except(underWay.Keys),
            entry => Assert.True(entry <= play.Book.Rotten, $"{entry} is neither passed nor given back"));
        Assert.Equal(
            play.Gate.State.Present.Phase is not (GatePhase.Released or GatePhase.Locking), underWay.IsEmpty);
    }

    private static void WalletsPayForThoseWhoWentIn(GatePlay play)
    {
        var spent = play.Gate.Journal.Where(record => record.Reissues is null)
            .SelectMany(record => record.Fact.Movements())
            .Where(movement => movement.Card == Site.Card(Guest))
            .Sum(movement => -movement.Amount).MinorUnits;
        var passed = play.Book.PassedWith.GetValueOrDefault(Site.Card(Guest));
        var open = play.Book.Open.Values.Count(entry => entry.Card == Site.Card(Guest));

        Assert.Equal(500 * (passed + open), spent);
        Assert.InRange(spent, 0, play.Charged);
        if (play.Gate is { State.Present.Phase: GatePhase.Released on, Screen: GuestScreen.GoIn yes } &&
            on.Going.Card == Site.Card(Guest))
            Assert.InRange(yes.Left.Sum(part => part.Amount).MinorUnits, 0, play.Charged - spent);
    }

    private static void TicketsLastForTheirNumber(GatePlay play) =>
        Assert.InRange(play.Book.Used, 0, GatePlay.TicketEntries + play.Book.RottenUses);

    private static void PeopleAreCounted(GatePlay play) =>
        Assert.InRange(
            play.Gate.State.Past.Gate.PeopleIn(Festival) - play.Book.People,
            -play.Book.RottenPeople,
            play.Book.RottenPeople);

    /// <summary>Where a journal may begin.</summary>
    private static IEnumerable<RecordPosition> Retired(TerminalDriver gate)
    {
        var retired = gate.State.Past.Retired;
        return gate.Segments.Skip(1).Where(begin => begin.Before() <= retired);
    }

    private static void Play(
        int stories, Action<GatePlay> holds, Action<GatePlay>? atEnd = null, Gen<GateStep[]>? story = null,
        Func<TerminalSetup, Terminal>? make = null, Func<GatePlay, GateStep[], bool>? endsAt = null) =>
        Holds.For(story ?? GateStory.Any, Shrinking.Shorter, stories, steps =>
        {
            var play = new GatePlay(make);
            foreach (var step in steps)
            {
                play.Do(step);
                holds(play);
                if (endsAt?.Invoke(play, steps) == true)
                    break;
            }
            atEnd?.Invoke(play);
        });
}
