using CloudBridge.Contract;
using EdgeTerminal.Core;
using FsCheck;
using FsCheck.Fluent;
using Tests.Support;
using static Tests.Support.Gates;
using static Tests.Support.Kiosks;

namespace Tests.Property.EdgeTerminal.Core;

/// <summary>Any inputs at a gate in any order, with power cuts between them.</summary>
public class GateProperties
{
    private static readonly GateSetup Setup = WayIn with
    {
        PassBack = new PassBackRules { IsOn = true, ResetMilliseconds = 20_000 },
        Capacity = 6,
        Zone = Festival,
    };

    private static readonly CardEntry[] Cards = [Card(Guest, "TNF 700, TLF 3300"), MemberCard()];

    private static readonly Gen<Action<TerminalDriver>> Step = Gen.Frequency(
        (6, Act(gate => gate.Tap(Guest))),
        (4, Act(gate => gate.Tap(Member))),
        (2, Act(gate => gate.Tap(Other))),
        (1, Act(gate => gate.Tap("08123456"))),
        (3, Act(gate => gate.Give(new Input.PersonAdded()))),
        (1, Act(gate => gate.Give(new Input.ChoiceCleared()))),
        (1, Act(gate => gate.Give(new Input.ResetChosen()))),
        (6, Act(gate => gate.Pass())),
        (6, Act(gate =>
        {
            gate.Wait(4_500);
            gate.Give(new Input.TimePassed());
        })),
        (2, Act(gate => gate.Give(new Input.VerdictShown()))),
        (1, Act(gate => gate.Give(new Input.SeveralCardsPresented(gate.JournalHasRoom)))),
        (1, Act(gate => gate.Give(new Input.CardLeftEarly()))),
        (2, Act(gate => gate.Give(new Input.FireBegan()))),
        (3, Act(gate => gate.Give(new Input.FireEnded()))),
        (1, Act(gate => gate.Give(new Input.FaultBegan(Fault.TurnstileTampered, "planned")))),
        (2, Act(gate => gate.Give(new Input.FaultEnded(Fault.TurnstileTampered)))),
        (1, Act(gate => gate.Give(new Input.FaultBegan(Fault.FireInputLost, "planned")))),
        (2, Act(gate => gate.Give(new Input.FaultEnded(Fault.FireInputLost)))),
        (1, Act(gate => gate.Give(new Input.FaultBegan(Fault.RolledBack, "planned")))),
        (2, Act(gate => gate.Give(new Input.FaultEnded(Fault.RolledBack)))),
        (1, Act(gate => gate.JournalHasRoom = !gate.JournalHasRoom)),
        (1, Act(gate => gate.Confirm())),
        (1, Act(gate => gate.GiveAndLosePower(gate.Presented(Guest)))),
        (1, Act(gate => gate.GiveAndLosePower(new Input.TurnstilePassed()))),
        (2, Act(gate => gate.GiveAndLosePower(gate.Presented(Guest), durable: 1))),
        (1, Act(gate => gate.LosePowerTwice(durable: 1))),
        (1, Act(gate => gate.LosePowerTwice(durable: 2))),
        (1, Act(gate => gate.LosePower())),
        (1, Act(gate => gate.Restart())),
        (2, Act(gate => Hear(gate, new Fact.Entry(Site.Card(Guest), 1, [], Records.Verdict, Festival)))),
        (2, Act(gate => Hear(gate, new Fact.Exit(Site.Card(Guest), Festival, GateCount: 0)))),
        (1, Act(gate => Hear(gate, new Fact.FireOpened(Festival)))));

    /// <summary>What else may happen to a journal: its oldest records go, or it goes on in another epoch.</summary>
    private static readonly Gen<Action<TerminalDriver>> StepOrMove = Gen.Frequency(
        (30, Step),
        (2, Act(Retire)),
        (1, Act(gate => gate.GoOver(isRestored: true, unacked: 9))),
        (1, Act(gate => gate.GoOver(isRestored: false, unacked: 9))));

    private static readonly Gen<Action<TerminalDriver>> StepOrRetire = Gen.Frequency(
        (10, Step), (1, Act(Retire)), (1, Act(RetireSegment)));

    private static readonly Gen<Action<TerminalDriver>[]> Story = StoryOf(Step);

    [Fact]
    public void The_fire_input_always_opens_and_nothing_locks_before_it_is_over()
    {
        var phases = new HashSet<string>();
        Play(
            2_000,
            gate =>
            {
                if (gate.State.Present.FireIsOn || gate.State.Past.Faults.Contains(Fault.FireInputLost))
                    Assert.DoesNotContain(
                        gate.Orders.AsEnumerable().Reverse().TakeWhile(order => order is not Effect.OpenTurnstile),
                        order => order is Effect.LockTurnstile);
            },
            gate =>
            {
                gate.Give(new Input.FireEnded());
                phases.Add(gate.Phase);
                Assert.Equal([new Effect.OpenTurnstile()], gate.Give(new Input.FireBegan()).AtOnce);
                Assert.IsType<Fact.FireOpened>(gate.LastFact);
                Assert.Equal("Open", gate.Phase);
            });

        Assert.Superset(
            new HashSet<string>
            {
                "Ready", "Counting", "Resetting", "Released", "Locking", "Shown", "Refused", "OutOfService",
            },
            phases);
    }

    [Fact]
    public void Each_entry_is_passed_or_given_back_exactly_once_and_the_money_comes_back_exactly()
    {
        var (passed, back) = (0, 0);
        Play(500, gate =>
        {
            var entries = gate.Journal.Where(record => record.Fact is Fact.Entry)
                .ToDictionary(record => record.Position, record => (Fact.Entry)record.Fact);
            var through = gate.Journal.Select(record => record.Fact).OfType<Fact.EntryPassed>()
                .Select(fact => fact.Passed).ToList();
            var abandoned = gate.Journal.Select(record => record.Fact).OfType<Fact.EntryAbandoned>().ToList();
            var settled = through.Concat(abandoned.Select(fact => fact.Abandoned)).ToList();

            Assert.Equal(settled.Count, settled.Distinct().Count());
            Assert.Equal(
                entries.Keys.Except(settled).Order(), gate.State.Past.Gate.UnderWay.Keys);
            Assert.All(abandoned, fact => Assert.Equal(entries[fact.Abandoned].Payments, fact.Returned));
            Assert.Equal(
                gate.State.Present.Phase is not (GatePhase.Released or GatePhase.Locking),
                gate.State.Past.Gate.UnderWay.IsEmpty);
            (passed, back) = (passed + through.Count, back + abandoned.Count);
        });

        // A run counts only if it did something.
        Assert.True(passed > 1_000 && back > 1_000, $"{passed} passed, {back} given back");
    }

    [Fact]
    public void A_wallet_pays_for_those_who_went_in_and_for_nobody_else() =>
        Play(500, gate =>
        {
            var spent = gate.Journal.SelectMany(record => record.Fact.Movements())
                .Where(movement => movement.Card == Site.Card(Guest))
                .Sum(movement => -movement.Amount).MinorUnits;
            var underWay = gate.State.Past.Gate.UnderWay.Count;
            var passed = gate.Journal.Count(record => record.Fact is Fact.EntryPassed passed && IsGuests(gate, passed));

            Assert.InRange(spent - 500 * passed, 0, 500 * underWay);
            Assert.InRange(spent, 0, 4_000);
        });

    [Fact]
    public void What_a_gate_says_that_it_counts_is_what_it_remembers() =>
        Play(500, gate =>
        {
            long? said = gate.Journal.Reverse().Select(record => record.Fact switch
            {
                Fact.Entry entry => entry.GateCount,
                Fact.EntryAbandoned back => back.GateCount,
                Fact.Exit exit => exit.GateCount,
                Fact.FireOpened => 0,
                _ => null,
            }).FirstOrDefault(count => count is not null);

            Assert.Equal(said ?? 0, gate.State.Past.Gate.PeopleIn(Festival));
        });

    [Fact]
    public void Folding_the_journal_gives_what_was_remembered() =>
        Play(500, gate => Assert.Equal(gate.Folded(), gate.State.Past), story: StoryOf(StepOrMove));

    [Fact]
    public void A_journal_folds_to_the_same_whichever_retired_segments_are_gone()
    {
        var compared = 0;
        Holds.For(StoryOf(StepOrRetire), 300, story =>
        {
            var gate = new TerminalDriver(GateOf(Setup)) { SegmentRecords = 6 };
            gate.Start();
            gate.ApplyList(1, 0, Cards);
            gate.Confirm();
            var terminal = new Terminal(GateOf(Setup));
            foreach (var act in story)
            {
                act(gate);
                var retired = gate.State.Past.Retired;
                foreach (var begin in gate.Segments.Skip(1).Where(begin => begin.Before() <= retired))
                {
                    var left = gate.Journal.SkipWhile(record => record.Position < begin);
                    Assert.Equal(left.Aggregate(TerminalState.Initial, terminal.Evolve).Past, gate.State.Past);
                    compared++;
                }
            }
        });

        // A run counts only if it did something.
        Assert.True(compared > 5_000, $"{compared} compared");
    }

    [Fact]
    public void However_the_journal_moves_the_fire_input_opens() => Play(
        500,
        _ => { },
        gate =>
        {
            gate.Give(new Input.FireEnded());
            Assert.Equal([new Effect.OpenTurnstile()], gate.Give(new Input.FireBegan()).AtOnce);
        },
        StoryOf(StepOrMove));

    [Fact]
    public void The_turnstile_is_released_only_for_an_entry_that_is_in_the_journal() =>
        Play(500, gate =>
        {
            var releases = gate.Orders.Count(order => order is Effect.ReleaseTurnstile);

            Assert.True(releases <= gate.Journal.Count(record => record.Fact is Fact.Entry));
        });

    private static bool IsGuests(TerminalDriver gate, Fact.EntryPassed passed) =>
        gate.Journal.Single(record => record.Position == passed.Passed).Fact is Fact.Entry entry &&
        entry.Card == Site.Card(Guest);

    /// <summary>Another gate of the zone, whose lines are all heard, in order.</summary>
    private static void Hear(TerminalDriver gate, Fact fact)
    {
        var at = gate.State.Past.Last!.Value.Sequence * 1_000 + gate.Orders.Count;
        gate.Hear(new HeardRecord(
            TerminalId.Parse("gate-2"), new RecordPosition(1, at), Digest.Of(BitConverter.GetBytes(at)), Digest.Zero,
            new Stamp(1, 1, gate.Wall, gate.Trusted), fact));
    }

    /// <summary>A list has all, and for long enough.</summary>
    private static void Retire(TerminalDriver gate)
    {
        var last = gate.State.Past.Last!.Value;
        gate.ApplyList((gate.State.Past.List?.Version ?? 0) + 1, gate.Ends, Cards);
        gate.Give(new Input.RecordsOutlived(last));
    }

    /// <summary>The same, but for what stands in the last segment.</summary>
    private static void RetireSegment(TerminalDriver gate)
    {
        gate.ApplyList((gate.State.Past.List?.Version ?? 0) + 1, gate.Ends, Cards);
        gate.Give(new Input.RecordsOutlived(gate.Segments[^1].Before()));
    }

    private static Gen<Action<TerminalDriver>> Act(Action<TerminalDriver> act) => Gen.Constant(act);

    private static Gen<Action<TerminalDriver>[]> StoryOf(Gen<Action<TerminalDriver>> step) =>
        from length in Gen.Choose(1, 80) from steps in Gen.ArrayOf(step, length) select steps;

    private static void Play(
        int stories, Action<TerminalDriver> holds, Action<TerminalDriver>? atEnd = null,
        Gen<Action<TerminalDriver>[]>? story = null) =>
        Holds.For(story ?? Story, stories, steps =>
        {
            var gate = OpenGate(Setup, Cards);
            foreach (var act in steps)
            {
                act(gate);
                holds(gate);
            }
            atEnd?.Invoke(gate);
        });
}
