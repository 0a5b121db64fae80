using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Who did what, read back from the log.</summary>
public sealed class ActBookTests : IDisposable
{
    private readonly Site site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public void Whatever_somebody_did_is_there_and_nothing_that_nobody_did()
    {
        var ledger = PlantedCorruptionTests.LedgerWithAll(site);

        var kinds = ledger.Store.Read(books => books.Acts.Latest.Select(one => one.Row.Kind).ToHashSet());

        string[] byNobody =
        [
            "recordBooked", "forkBooked", "recordForked", "recordParked", "holdOverdue", "listMade", "sessionUsed",
            "sessionEnded", "queueEndHeard", "recordHeld", "keyAwaited",
        ];
        Assert.Equal(LogLine.Names.Except(byNobody).Order(), kinds.Order());
        // The console has words for each.
        Assert.Equal(kinds.Order(), ActWords.Kinds.Order());
    }

    [Fact]
    public void An_act_says_who_when_and_why()
    {
        var ledger = new LedgerBench(site).With();
        var treasury = new Treasury(
            Site.Id, ledger.Store, site.Ledger, new ManualTime(DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon)))
        {
            By = "anna",
        };

        Assert.Null(treasury.ClosePeriod(DateTimeOffset.UnixEpoch, "filed"));

        var row = ledger.Store.Read(books => books.Acts.Latest.First().Row);
        Assert.Equal(
            new ActRow(Clock.Noon, "console:anna", "periodClosed", "", "filed") { UntilMilliseconds = 0 }, row);
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_sum_in_suspense_that_has_changed_since_it_was_seen_is_not_settled()
    {
        var ledger = new LedgerBench(site).With(("04E141125B3C80", "TLF 1000"));
        ledger.Take(new JournalWriter(site).Next(JournalWriter.Beer("DEADBEEF")));
        var (card, asset, wallet) = (
            Site.Card("DEADBEEF"), AssetId.Parse("TLF"), Kiosks.WalletOf("04E141125B3C80"));
        var seen = new Money(ledger.Suspense("DEADBEEF"));
        string? Settle() => ledger.Treasury.SettleSuspense(card, asset, new Money(-100), wallet, "his", seen);

        Assert.Null(Settle());

        Assert.Contains("wait in suspense now: look at it again", Settle(), StringComparison.Ordinal);
    }
}
