using System.Security.Cryptography;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>
/// A terminal's state folder is copied, both copies sell, and the older one comes back: with the real daemon, broker
/// and ledger.
/// </summary>
public sealed class RestoredImageTests
{
    private const string Guest = "04E141125B3C80";

    private static readonly Dictionary<string, string> NoEnvironment = [];

    private static readonly SitePlan Plan = new(
        "verger",
        "bar-1",
        EnrolOptions: [],
        CardRows: [$"{Guest},uid,ok,TLF,5000"],
        Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_books_have_what_both_copies_sold_once_the_older_goes_on_in_a_new_epoch()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);
        await site.PullThePlugAsync(Cancellation);
        await site.CopyFolderAsync("terminal", "image", Cancellation);
        await site.StartTerminalAsync(Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);
        await BookedAsync(site);
        await site.PullThePlugAsync(Cancellation);
        Directory.Delete(site.In("terminal"), recursive: true);
        await site.CopyFolderAsync("image", "terminal", Cancellation);
        await site.CutNetworkAsync(Cancellation);
        await site.StartTerminalAsync(Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);

        await site.BringNetworkBackAsync(Cancellation);
        await site.Panel.ReadsAsync(0, "Out of service", Cancellation);
        await site.LedgerSaysAsync(["grant-epoch", "--terminal", "bar-1"], Cancellation);

        await Eventually.TrueAsync(
            () => site.ReadJournal().Any(record =>
                record.Position.Epoch == 2 && record.Fact is Fact.FaultCleared { Fault: "RolledBack" }),
            "the terminal has gone over to the new epoch",
            Cancellation);
        await Eventually.TrueAsync(
            () => site.ReadJournal().Any(record => record.Position.Epoch == 2 && record.Fact is Fact.ListApplied),
            "a list has the new epoch",
            Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);
        await BookedAsync(site);
        Assert.Contains(
            $"\"amount\":{5000 - 5 * 350}",
            await site.LedgerSaysAsync(["balances", "--json"], Cancellation),
            StringComparison.Ordinal);

        var left = site.ReadJournal().Select(record => record.Fact).OfType<Fact.EpochOpened>().Last().LeftBehind!;
        var kept = await File.ReadAllBytesAsync(site.In("terminal/journal/diverged-0000000001.bin"), Cancellation);
        Assert.Equal(Digest.From(SHA256.HashData(kept)), left.Hash);
        var journal = site.ReadJournal();
        var again = journal.Where(record => record.Reissues is not null && record.Fact is Fact.Sale).ToList();
        // The receipt is kept now and then only: what the ledger has already may be said again, and is booked once.
        Assert.InRange(again.Count, 1, 2);
        Assert.All(again, sale => Assert.Contains(
            journal, record => record.Position == sale.Reissues!.Position() && record.Fact.Equals(sale.Fact)));
        Assert.Contains("verified: ", await VerifyAsync(site), StringComparison.Ordinal);
    }

    private static Task<string> VerifyAsync(RunningSite site) => RunningSite.TerminalSaysAsync(
        ["journal", "verify", site.In("terminal/journal"), "--key", site.KeyFile], Cancellation);

    private static Task BookedAsync(RunningSite site)
    {
        var last = site.ReadJournal()[^1].Position;
        return Eventually.TrueAsync(
            () => site.ReadLedger().OfType<LedgerEntry.RecordBooked>()
                .Any(booked => new RecordPosition(booked.Epoch, booked.Sequence) >= last),
            $"the ledger has {last}",
            Cancellation);
    }
}
