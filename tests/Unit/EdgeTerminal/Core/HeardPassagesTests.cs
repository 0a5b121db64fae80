using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Gates;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>A gate hears more of another than it can remember line by line.</summary>
public class HeardPassagesTests
{
    private const int TooMany = HeardGate.MostCards + HeardGate.MostLines + 1;

    private static readonly TerminalId Other = TerminalId.Parse("gate-2");
    private static readonly TerminalId Honest = TerminalId.Parse("gate-3");

    [Fact]
    public void The_newest_stay_and_the_oldest_of_the_same_gate_go()
    {
        var passages = HeardPassages.None.With(
            Said(Honest, 1, Enters(Uid(TooMany + 9))), Enters(Uid(TooMany + 9)), TerminalLimits.Default);
        for (var line = 1; line <= TooMany; line++)
            passages = With(passages, line, Enters(Uid(line)));

        Assert.True(IsInside(passages, Uid(TooMany)));
        Assert.True(IsInside(passages, Uid(TooMany / 2)));
        Assert.False(IsInside(passages, Uid(1)));
        Assert.True(IsInside(passages, Uid(TooMany + 9)));
        Assert.Equal([Other], passages.Short);
    }

    [Fact]
    public void Somebody_hears_of_it_once()
    {
        var gate = OpenGate(WayIn with { Zone = Festival });
        gate.Hear([.. Enumerable.Range(1, TooMany).Select(line => Said(Other, line, Enters(Uid(line))))]);

        var raised = Assert.IsType<Fact.FaultRaised>(gate.LastFact);
        Assert.Equal(nameof(Fault.PassagesForgotten), raised.Fault);
        Assert.Contains("gate-2", raised.Detail, StringComparison.Ordinal);
        gate.Hear(Said(Other, TooMany + 1, Enters(Uid(1))));
        Assert.Same(raised, gate.LastFact);
    }

    [Fact]
    public void What_is_added_up_comes_to_the_same()
    {
        const int lines = 4 * HeardGate.MostLines;
        var passages = HeardPassages.None;
        for (var line = 1; line <= lines; line++)
            passages = With(passages, line, Enters(Guest));

        Assert.Equal(lines, passages.EntriesOf(Site.Card(Guest), TerminalLimits.Default).Sum(row => row.People));
        Assert.Equal(lines, passages.PeopleIn(Festival));
        Assert.Equal(
            lines / 2, passages.Gates[Other].PeopleSince(Festival, At(lines / 2).WallMilliseconds));
        Assert.Equal(new RecordPosition(1, lines), Assert.Single(passages.LastOf(Site.Card(Guest), Festival)).Position);
        Assert.Empty(passages.Short);
    }

    [Fact]
    public void What_was_given_back_is_not_added_up()
    {
        var passages = HeardPassages.None;
        for (var line = 1; line <= 4 * HeardGate.MostLines; line += 2)
        {
            passages = With(passages, line, Enters(Guest));
            passages = With(passages, line + 1, new Fact.EntryAbandoned(new RecordPosition(1, line), []));
        }

        Assert.Empty(passages.EntriesOf(Site.Card(Guest), TerminalLimits.Default));
        Assert.Equal(0, passages.PeopleIn(Festival));
    }

    [Fact]
    public void What_comes_late_and_was_given_back_is_not_added_up_either()
    {
        const int late = 5_000;
        var passages = HeardPassages.None;
        for (var line = 1; line <= 2 * HeardGate.MostLines; line++)
            passages = With(passages, late + line, Enters(Uid(line)));

        for (var line = 1; line <= late; line += 2)
        {
            passages = With(passages, line, Enters(Guest));
            passages = With(passages, line + 1, new Fact.EntryAbandoned(new RecordPosition(1, line), []));
        }

        Assert.Empty(passages.EntriesOf(Site.Card(Guest), TerminalLimits.Default));
        Assert.False(IsInside(passages, Guest));
        Assert.True(IsInside(passages, Uid(1)));
        Assert.Equal(2 * HeardGate.MostLines, passages.PeopleIn(Festival));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2 * HeardGate.MostLines)]
    public void Of_two_lines_in_one_place_the_first_that_was_heard_counts(int place)
    {
        var gate = OpenGate(WayIn with { Zone = Festival });
        gate.Hear(
        [
            .. Enumerable.Range(1, 2 * HeardGate.MostLines).Select(line => Said(Other, line, Enters(Guest))),
        ]);

        gate.Hear(Said(Other, place, Enters(Guest)) with { Hash = Digest.Of("another branch"u8) });

        var passages = gate.State.Present.Peers.Passages;
        Assert.Equal(
            2 * HeardGate.MostLines,
            passages.EntriesOf(Site.Card(Guest), TerminalLimits.Default).Sum(row => row.People));
    }

    [Fact]
    public void A_gate_that_names_a_new_zone_in_each_line_counts_in_its_last_ones()
    {
        var passages = HeardPassages.None;
        for (var line = 1; line <= 6_000; line++)
            passages = With(passages, line, new Fact.Exit(Site.Card(Guest), Zone(line), GateCount: 7));

        Assert.Equal((7, 0), (passages.PeopleIn(Zone(6_000)), passages.PeopleIn(Zone(1))));
    }

    /// <summary>After 512 lines each is added up, and no minute of theirs is known.</summary>
    [Fact]
    public void A_gate_without_a_clock_that_names_a_new_zone_in_each_line_ends_nobody()
    {
        var passages = HeardPassages.None;
        for (var line = 1; line <= 6_000; line++)
        {
            var fact = new Fact.Exit(Site.Card(Guest), Zone(line), GateCount: null);
            var said = Said(Other, line, fact);
            passages = passages.With(
                said with { Stamp = said.Stamp with { Trusted = false } }, fact, TerminalLimits.Default);
        }

        Assert.Equal(-1, passages.PeopleIn(Zone(6_000)));
    }

    private static HeardPassages With(HeardPassages passages, int line, Fact fact) =>
        passages.With(Said(Other, line, fact), fact, TerminalLimits.Default);

    private static bool IsInside(HeardPassages passages, string uid) =>
        passages.LastOf(Site.Card(uid), Festival).Any(passage => passage.IsEntry);

    private static Fact.Entry Enters(string uid) => new(Site.Card(uid), 1, [], Records.Verdict, Festival);

    private static string Uid(int number) => $"04{number:X12}";

    private static ZoneId Zone(int number) => ZoneId.Parse($"zone-{number}");

    /// <summary>A line a minute.</summary>
    private static Stamp At(int line) => new(1, line * Clock.Minute, Clock.Noon + line * Clock.Minute, Trusted: true);

    private static HeardRecord Said(TerminalId gate, int line, Fact fact) => new(
        gate, new RecordPosition(1, line), HashOf(line), HashOf(line - 1), At(line), fact);

    private static Digest HashOf(int line) => line == 0 ? Digest.Zero : Digest.Of(BitConverter.GetBytes(line));
}
