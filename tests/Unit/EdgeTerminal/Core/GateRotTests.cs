using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Gates;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Records of a gate have rotted that the ledger has: people are counted as they were, as far as can be.
/// </summary>
public class GateRotTests
{
    private readonly TerminalDriver gate = new(GateOf()) { SegmentRecords = 4 };

    public GateRotTests()
    {
        gate.Start();
        gate.ApplyList(1, 0, Card(Guest, "TLF 2000"));
        gate.Confirm();
    }

    private int People => gate.State.Past.Gate.PeopleIn(null);

    [Fact]
    public void Nobody_is_counted_where_the_next_segment_counts_nobody()
    {
        gate.Tap(Guest);
        gate.Rest();
        var back = gate.Journal[^1].Position;
        Assert.IsType<Fact.EntryAbandoned>(gate.Journal[^1].Fact);

        BeginSegmentBehind(back);
        Lose(back);

        Assert.Equal(0, People);
    }

    [Fact]
    public void An_entry_that_was_under_way_before_and_is_given_back_behind_it_does_not_count()
    {
        gate.Tap(Guest);
        var entry = gate.Journal.Last(record => record.Fact is Fact.Entry).Position;
        BeginSegmentBehind(entry);
        var lost = gate.Record(new Fact.ConfigApplied(1));
        gate.Rest();
        Retire(gate.Segments.First(begin => begin > entry).Before());

        Lose(lost);

        Assert.Equal(0, People);
    }

    [Fact]
    public void What_nobody_knows_of_an_entry_is_forgotten_with_its_record()
    {
        gate.Tap(Guest);
        var entry = gate.Journal.Last(record => record.Fact is Fact.Entry).Position;
        var lost = gate.Record(new Fact.ConfigApplied(1));
        gate.Record(new Fact.ConfigApplied(1));
        Lose(lost);
        Assert.Equal(entry, Assert.Single(Entries()).Entry);

        BeginSegmentBehind(lost);
        Retire(gate.Segments.Last().Before());

        Assert.Empty(Entries());
        Assert.Equal(1, People);
    }

    private ValueList<EntryUnderWay> Entries() =>
        Assert.IsType<Fact.BroughtForward>(Terminal.BringForward(gate.State)).Entries;

    private void BeginSegmentBehind(RecordPosition record)
    {
        while (gate.Segments[^1] < record)
            gate.Record(new Fact.ConfigApplied(1));
    }

    private void Retire(RecordPosition through)
    {
        gate.ApplyList(9, gate.Ends, Card(Guest, "TLF 2000"));
        gate.Give(new Input.RecordsOutlived(through));
        Assert.Equal(through, gate.State.Past.Retired);
    }

    private void Lose(RecordPosition record)
    {
        gate.Rotten.Add(record);
        gate.Restart();
    }
}
