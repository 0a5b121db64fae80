using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.DrinkStations;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What a tap's meter has counted and no record has. A pulse is 2.5 ml.</summary>
public sealed class MeterTotalTests : IDisposable
{
    private readonly Site site = new();
    private readonly TerminalDriver station = DrinkStations.Open(DrinkStations.Setup(), Card(Guest, "TLF 10000"));
    private LedgerBench ledger;

    public MeterTotalTests() => ledger = new LedgerBench(site).With((Guest, "TLF 10000"));

    public void Dispose() => site.Dispose();

    [Fact]
    public void Pours_rinsing_and_drops_need_no_row()
    {
        Pour();
        station.Drip(7);
        Pour();
        station.Tap(Cellarman);
        station.Closed(300);
        station.Finish();
        Pour();

        Assert.Empty(RowsOfAll());
    }

    [Fact]
    public void What_flowed_between_two_pours_is_a_row_also_after_the_ledger_started_again()
    {
        Pour();
        station.Drip(8);
        station.Tap(Staff);
        Pour();

        var row = Assert.Single(RowsOfAll());
        Assert.Equal(RowKind.Unrecorded, row.Kind);
        Assert.Equal("tap 1: 20 ml have flowed that no record has", row.What);
        ledger = ledger.Crash();
        Assert.Single(ledger.Rows, again => again.Kind == RowKind.Unrecorded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_said_again_in_a_later_epoch_was_recorded(bool cameBesideTheChain)
    {
        Pour();
        var known = station.Journal.Count;
        Pour();
        var again = station.Journal.Count;
        Pour();
        var journal = new JournalWriter(site);
        Take(station.Journal.Take(known).Select(record => journal.Next(record.Fact)));
        var copy = journal.Branch();
        Take([journal.Next(new Fact.FireOpened())]);
        var lost = station.Journal.Take(again).Skip(known).Select(record => (record.Fact, copy.Next(record.Fact)))
            .ToList();
        if (cameBesideTheChain)
            Take(lost.Select(row => row.Item2));
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        var renewed = new JournalWriter(site, epoch: 2);
        Take(lost.Select(row => renewed.Again(row.Fact, JournalWriter.NameOf(row.Item2))));
        Take(station.Journal.Skip(again).Select(record => renewed.Next(record.Fact)));

        Assert.DoesNotContain(ledger.Rows, row => row.Kind == RowKind.Unrecorded);
        Assert.Empty(ledger.Problems);
    }

    /// <summary>Whoever holds a station's key writes whatever is a number.</summary>
    [Fact]
    public void Meters_that_count_more_than_there_is_stop_nobody()
    {
        var meters = new MeterTotals();
        meters.Note(DrawAt(0));
        Assert.Equal((1, Money.Limit), meters.MissingBefore(DrawAt(Money.Limit)));
        for (var again = 0; again < 2_000; again++)
            meters.Note(new Fact.Drawn(
                new RecordPosition(1, 1), "rinse", "cardGone", new PourFlowed(1, 0, Money.Limit, 0)));

        Assert.Null(meters.MissingBefore(DrawAt(Money.Limit)));
        Assert.Null(meters.MissingBefore(DrawAt(0)));

        static Fact.Draw DrawAt(long total) =>
            new(Site.Card(Staff), "rinse", Tap: 1, PulsesPerLitre: 1, total, Records.Verdict);
    }

    private void Pour()
    {
        station.Tap(Guest);
        station.Count(40);
        station.Closed(100);
        station.Finish();
    }

    private void Take(IEnumerable<SignedObject> lines) => ledger.TakeAt(Clock.Noon, [.. lines]);

    private List<ReconciliationRow> RowsOfAll()
    {
        var journal = new JournalWriter(site);
        Take(station.Journal.Select(record => journal.Next(record.Fact)));
        return [.. ledger.Rows.Where(row => row.Kind == RowKind.Unrecorded)];
    }
}
