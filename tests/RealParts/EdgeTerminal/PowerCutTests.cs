using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>The real daemon is killed (SIGKILL) around taps, again and again.</summary>
public sealed class PowerCutTests
{
    private const string Guest = "04E141125B3C80";
    private const int Rounds = 40;
    private const long Opening = 100_000;
    private const long Price = 350;
    private const int Seed = 20261120;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whenever_the_power_goes_nothing_is_lost_and_nothing_is_charged_twice()
    {
        Assert.SkipUnless(LongRuns.AreWanted, LongRuns.Hint);
        var plan = new SitePlan(
            "verger",
            "bar-1",
            EnrolOptions: ["--fresh-limit", "100000", "--offline-limit", "100000", "--offline-total", "100000"],
            CardRows: [$"{Guest},uid,ok,TLF,{Opening}"],
            Articles: [new SiteArticle("beer", "1", "Bière", Price, 2000)]);
        await using var site = await RunningSite.OpenAsync(plan, Cancellation);
        // The moment of the cut is what this is about: somewhere in the fifth of a second that a tap takes.
#pragma warning disable RS0030 // Seeded.
        var chance = new Random(Seed);
#pragma warning restore RS0030
        var approvals = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var seen = site.Panel.Sights.Seen.Count;
            await site.Panel.PressAsync("1", Cancellation);
            await site.Panel.ReadsAsync(seen, "To pay", Cancellation);
            await site.PutAsync(Guest);
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(200)), TimeProvider.System, Cancellation);
            approvals += site.Panel.Sights.Seen.Skip(seen)
                .Count(sight => sight is Sight.Melody { Name: "approved" });
            await site.PullThePlugAsync(Cancellation);
            await site.TakeAsync(Cancellation);
            await site.StartTerminalAsync(Cancellation);
        }
        await Eventually.TrueAsync(
            () => site.ReadLedger().Count(entry => entry is LedgerEntry.RecordBooked) == site.ReadJournal().Count,
            "the ledger has all",
            Cancellation);
        await site.StopAsync(Cancellation);

        var sales = site.ReadJournal().Count(record => record.Fact is Fact.Sale);
        Assert.InRange(sales, approvals, Rounds);
        Assert.InRange(approvals, 1, Rounds - 1);
        using var balances = JsonDocument.Parse(await site.LedgerSaysAsync(["balances", "--json"], Cancellation));
        Assert.Equal(Opening - sales * Price, balances.RootElement[0].GetProperty("amount").GetInt64());
        await RunningSite.TerminalSaysAsync(
            ["journal", "verify", site.In("terminal"), "--key", site.KeyFile], Cancellation);
    }
}
