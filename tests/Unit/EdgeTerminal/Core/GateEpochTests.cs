using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Gates;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>An older image of a gate's SD card was restored: its divergent entries are said again, and count once.
/// </summary>
public class GateEpochTests
{
    private readonly TerminalDriver gate = new(GateOf()) { SegmentRecords = 4 };

    public GateEpochTests()
    {
        gate.Start();
        gate.ApplyList(1, 0, Card(Guest, "TLF 9000"));
        gate.Confirm();
        gate.Acked = gate.Journal[^1].Position.Sequence;
    }

    [Fact]
    public void An_entry_counts_once_where_the_journal_begins_behind_it_and_before_it_is_said_again()
    {
        gate.GoIn(Guest);
        gate.Rest();
        var entry = gate.Journal.Last(record => record.Fact is Fact.Entry).Position;
        while (gate.Segments[^1] < entry)
            gate.Record(new Fact.ConfigApplied(1));
        var begin = gate.Segments[^1];

        RollBack();
        gate.Settle();

        Assert.Contains(gate.Journal, record => record.Reissues?.Position() == entry);
        Assert.Equal(1, gate.State.Past.Gate.PeopleIn(null));
        Assert.Equal(1, gate.FoldedFrom(begin).Gate.PeopleIn(null));
    }

    [Fact]
    public void One_that_is_given_back_behind_a_segments_end_does_not_count_when_the_segment_is_gone()
    {
        gate.Tap(Other);
        gate.Rest();
        gate.Tap(Guest);
        gate.Rest();

        RollBack();
        gate.Settle();

        var back = gate.Journal.Last(record => record.Fact is Fact.EntryAbandoned);
        var begin = gate.Segments.Last(begin => begin < back.Position);
        Assert.NotNull(back.Reissues);
        Assert.True(gate.Journal.Last(record => record.Fact is Fact.Entry).Position < begin);
        Assert.Equal(0, gate.State.Past.Gate.PeopleIn(null));
        Assert.Equal(0, gate.FoldedFrom(begin).Gate.PeopleIn(null));
    }

    /// <summary>What cannot be read is not known to have been said again: one line more is said than need be.</summary>
    [Fact]
    public void One_that_is_said_again_twice_counts_once()
    {
        gate.Tap(Other);
        gate.Rest();
        gate.GoIn(Guest);
        gate.Rest();
        RollBack();
        gate.Give(gate.Due()!);
        gate.Give(gate.Due()!);
        var again = gate.Journal.Where(record => record.Reissues is not null).ToList();
        Assert.IsType<Fact.Entry>(again[1].Fact);

        gate.Rotten.Add(again[0].Position);
        gate.Restart();
        gate.Settle();

        Assert.Equal(2, gate.Journal.Count(record => record.Reissues == again[1].Reissues));
        Assert.Equal(1, gate.State.Past.Gate.PeopleIn(null));
        Assert.Equal(
            1, gate.State.Past.Gate.EntriesOf(Site.Card(Guest), TerminalLimits.Default).Sum(row => row.People));
    }

    /// <summary>A fire of which nobody knows any more does not take away the one before.</summary>
    [Fact]
    public void Who_left_at_a_fire_has_left_though_nobody_knows_of_the_next_fire_any_more()
    {
        gate.GoIn(Guest);
        gate.Rest();
        Burn();
        gate.Acked = gate.Journal[^1].Position.Sequence;
        Burn();
        gate.Tap(Other);
        gate.Rest();
        RollBack();
        SayAgainUntil<Fact.Refusal>();

        gate.Rotten.Add(gate.Journal.Single(record =>
            record is { Reissues: not null, Fact: Fact.FireOpened }).Position);
        gate.Restart();
        gate.Settle();

        Assert.Equal(0, gate.State.Past.Gate.PeopleIn(null));
    }

    [Fact]
    public void Who_came_after_a_fire_is_inside_though_the_fire_is_said_again_twice()
    {
        for (var refused = 0; refused < 3; refused++)
        {
            gate.Tap(Other);
            gate.Rest();
        }
        Burn();
        gate.GoIn(Guest);
        gate.Rest();
        RollBack();
        SayAgainUntil<Fact.EntryPassed>();

        gate.Rotten.UnionWith(gate.Journal
            .Where(record => record is { Reissues: not null, Fact: Fact.Refusal }).Select(record => record.Position));
        gate.Restart();
        gate.Settle();

        Assert.Equal(2, gate.Journal.Count(record => record is { Reissues: not null, Fact: Fact.FireOpened }));
        Assert.Equal(1, gate.State.Past.Gate.PeopleIn(null));
    }

    private void Burn()
    {
        gate.Give(new Input.FireBegan());
        gate.Give(new Input.FireEnded());
        gate.Rest();
    }

    private void SayAgainUntil<TFact>()
        where TFact : Fact
    {
        while (!gate.Journal.Any(record => record is { Reissues: not null, Fact: TFact }))
            gate.Give(Assert.IsType<Input>(gate.Due(), exactMatch: false));
    }

    private void RollBack()
    {
        gate.Granted = 2;
        gate.Give(new Input.FaultBegan(Fault.RolledBack, "the ledger has more"));
    }
}
