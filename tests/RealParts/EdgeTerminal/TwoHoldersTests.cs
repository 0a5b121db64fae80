using System.Text.Json.Nodes;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>Copies of one state folder: an older image that was restored, a second machine.</summary>
public sealed class TwoHoldersTests
{
    private const string Guest = "04E141125B3C80";

    private static readonly Dictionary<string, string> NoEnvironment = [];

    private static readonly SitePlan Plan = new(
        "verger",
        "bar-1",
        EnrolOptions: [],
        CardRows: [$"{Guest},uid,ok,TLF,1000"],
        Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_older_image_sells_nothing_from_the_ledgers_first_word_on_and_keeps_its_lines()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await site.PullThePlugAsync(Cancellation);
        await CopyAsync(site.In("terminal"), site.In("image"));
        await site.StartTerminalAsync(Cancellation);
        await BuyAsync(site);
        var booked = site.ReadJournal().Count;
        await Eventually.TrueAsync(
            () => site.ReadLedger().Count(entry => entry is global::CloudBridge.Ledger.LedgerEntry.RecordBooked)
                >= booked,
            "the ledger has all",
            Cancellation);
        await site.PullThePlugAsync(Cancellation);
        Directory.Delete(site.In("terminal"), recursive: true);
        await CopyAsync(site.In("image"), site.In("terminal"));
        var kept = site.ReadJournal();

        await site.StartTerminalAsync("Out of service", Cancellation);

        Assert.Contains(site.ReadJournal(), record => record.Fact is Fact.FaultRaised { Fault: "RolledBack" });
        Assert.DoesNotContain(site.ReadJournal(), record => record.Fact is Fact.Sale);
        Assert.Equal(kept, site.ReadJournal().Take(kept.Count));
        Assert.Contains("RolledBack", site.Logs(), StringComparison.Ordinal);
        var balances = await site.LedgerSaysAsync(["balances", "--json"], Cancellation);
        Assert.Contains("\"amount\":650", balances, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_machines_of_one_identity_one_is_told_by_the_ledger_to_stop()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await site.PullThePlugAsync(Cancellation);
        await CopyAsync(site.In("terminal"), site.In("twin"));
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(site.In("terminal.json"), Cancellation))!;
        await site.StartTerminalAsync(Cancellation);
        configuration["state"] = site.In("twin");
        configuration["reader"]!["device"] = site.In("no-reader");
        configuration["panel"]!["socket"] = site.In("twin.sock");
        await File.WriteAllTextAsync(site.In("twin.json"), configuration.ToJsonString(), Cancellation);

        await using var twin = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, Checkout.EdgeTerminal, "run", "--config", site.In("twin.json"));

        // Mosquitto 2.0 hangs up without saying that another has the place: only the ledger can tell here.
        await Eventually.TrueAsync(
            () => (site.Logs() + string.Join('\n', twin.Errors.Seen)).Contains(
                "Fault RolledBack", StringComparison.Ordinal),
            "one of the two stops",
            Cancellation);
    }

    private static async Task CopyAsync(string from, string to)
    {
        await using var copy = await ChildProcess.StartAsync("cp", NoEnvironment, "-a", from, to);
        Assert.Equal(0, await copy.End(Cancellation));
    }

    private static async Task BuyAsync(RunningSite site)
    {
        await site.Panel.PressAsync("1", Cancellation);
        await site.Panel.ReadsAsync(0, "To pay", Cancellation);
        await site.PutAsync(Guest);
        await site.Panel.ReadsAsync(0, "Thank you", Cancellation);
        await site.TakeAsync(Cancellation);
    }
}
