using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What hours came to, folded record by record.</summary>
public sealed class HourBookTests : IDisposable
{
    private const long Hour = 3_600_000;

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public HourBookTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TNF 100, TLF 100000"), (Other, "TLF 1000"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void An_hour_has_what_was_sold_in_it_whenever_it_came()
    {
        TakeLate(
            terminal.Next(JournalWriter.Beer(Guest), Clock.Noon),
            terminal.Next(JournalWriter.Beer(Guest), Clock.Noon));
        TakeLate(terminal.Next(JournalWriter.Beer(Guest), Clock.Noon + Hour));

        Sells((0, "TLF", 700), (1, "TLF", 350));
    }

    [Fact]
    public void A_terminal_that_does_not_know_the_time_sold_when_its_records_came()
    {
        TakeLate(terminal.Next(JournalWriter.Beer(Guest), Clock.Noon, trusted: false));

        Sells((10, "TLF", 350));
    }

    [Fact]
    public void Nothing_was_sold_in_an_hour_that_is_still_to_come()
    {
        TakeLate(terminal.Next(JournalWriter.Beer(Guest), Clock.Noon + 99 * Hour));

        Sells((10, "TLF", 350));
    }

    [Fact]
    public void What_hours_sold_is_what_the_books_say_was_sold_asset_by_asset()
    {
        // Gift is not enough: the ledger takes local in its place.
        TakeLate(terminal.Next(JournalWriter.Beer(Guest, "TNF"), Clock.Noon));
        TakeLate(terminal.Next(JournalWriter.Beer("DEADBEEF"), Clock.Noon));

        foreach (var asset in new[] { "TNF", "TLF" })
            Assert.Equal(
                ledger.Of(Account.SalesOf(Site.Bar), asset),
                Sold().Where(row => row.Asset == asset).Sum(row => row.Sum));
    }

    [Fact]
    public void An_entry_that_was_given_back_was_none()
    {
        var payment = JournalWriter.Beer(Guest).Payments[0];
        var entry = new Fact.Entry(Site.Card(Guest), 3, [payment], Records.Verdict);
        TakeLate(
            terminal.Next(entry, Clock.Noon),
            terminal.Next(entry, Clock.Noon),
            terminal.Next(new Fact.EntryAbandoned(new RecordPosition(1, 2), [payment]), Clock.Noon));

        Assert.Equal(3, Hours().Sum(row => row.Total.Entries));
        Sells((0, "TLF", 350));
    }

    [Fact]
    public void A_pour_counts_by_what_flowed()
    {
        var payment = JournalWriter.Beer(Guest).Payments[0];
        TakeLate(
            terminal.Next(
                new Fact.Hold(payment, ArticleId.Parse("beer"), new Money(700), 500, Records.Verdict), Clock.Noon),
            terminal.Next(
                new Fact.Capture(new RecordPosition(1, 1), payment, 350, 350_000, "cardGone"), Clock.Noon));

        Assert.Equal(350_000, Hours().Single().Total.Microlitres);
        Sells((0, "TLF", 350));
    }

    [Fact]
    public void A_record_that_comes_twice_counts_once()
    {
        var line = terminal.Next(JournalWriter.Beer(Guest), Clock.Noon);

        TakeLate(line, line);
        TakeLate(line);

        Sells((0, "TLF", 350));
    }

    [Fact]
    public void Another_process_that_reads_the_log_knows_the_same()
    {
        TakeLate(terminal.Next(JournalWriter.Beer(Guest), Clock.Noon));

        Assert.Equal(Sold(), SoldIn(ledger.Crash()));
    }

    private void Sells(params (long Hour, string Asset, long Sum)[] rows) => Assert.Equal(rows, Sold());

    /// <summary>Ten hours after noon.</summary>
    private void TakeLate(params SignedObject[] lines) => ledger.TakeAt(Clock.Noon + 10 * Hour, lines);

    private List<(long Hour, HourTotal Total)> Hours() => ledger.Store.Read(books => books.Hours.From(0).ToList());

    private List<(long Hour, string Asset, long Sum)> Sold() => SoldIn(ledger);

    /// <summary>Hours since noon, and what was sold in them.</summary>
    private static List<(long Hour, string Asset, long Sum)> SoldIn(LedgerBench ledger) => ledger.Store.Read(books =>
    (
        from row in books.Hours.From(0)
        from sold in row.Total.Sold
        select (row.Hour - Clock.Noon / Hour, sold.Key.ToString(), (long)sold.Value)).ToList());
}
