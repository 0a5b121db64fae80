using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Only its terminals know that a ledger was restored, and each goes on from its own cursor.</summary>
public sealed class GapTests : IDisposable
{
    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public GapTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 1000"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void A_gap_that_stays_for_a_minute_is_reported_as_what_it_may_be()
    {
        terminal.Next(JournalWriter.Beer(Guest));
        var beyond = terminal.Next(JournalWriter.Beer(Guest));
        for (var now = 0; now < 60_000; now += 5_000)
            Assert.Empty(ledger.Take(now, beyond).OfType<LedgerAction.Report>());

        var report = Assert.Single(ledger.Take(60_000, beyond).OfType<LedgerAction.Report>());

        Assert.Contains("record 1/2 comes again and again", report.Detail, StringComparison.Ordinal);
        Assert.Contains("raise-era", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_that_fills_is_not_reported()
    {
        var missing = terminal.Next(JournalWriter.Beer(Guest));
        var beyond = terminal.Next(JournalWriter.Beer(Guest));
        terminal.Next(JournalWriter.Beer(Guest));
        var later = terminal.Next(JournalWriter.Beer(Guest));
        ledger.Take(0, beyond);
        ledger.Take(30_000, missing);

        Assert.Empty(ledger.Take(60_000, later).OfType<LedgerAction.Report>());
    }

    [Fact]
    public void Two_lost_messages_a_day_apart_are_no_gap_that_stays()
    {
        terminal.Next(JournalWriter.Beer(Guest));
        var beyond = terminal.Next(JournalWriter.Beer(Guest));
        ledger.Take(0, beyond);

        Assert.Empty(ledger.Take(86_400_000, beyond).OfType<LedgerAction.Report>());
    }
}
