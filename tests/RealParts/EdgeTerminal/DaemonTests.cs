using System.Text;
using System.Text.Json;
using CloudBridge.Contract;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>The real daemon with an emulated reader, a real broker and a real ledger.</summary>
public sealed class DaemonTests
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
    public async Task A_tap_reaches_the_ledger_and_the_exported_journal_verifies()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);
        await Eventually.TrueAsync(
            () => site.ReadLedger().Count(entry => entry is global::CloudBridge.Ledger.LedgerEntry.RecordBooked)
                == site.ReadJournal().Count,
            "the ledger has all",
            Cancellation);
        await site.StopAsync(Cancellation);

        var balances = await site.LedgerSaysAsync(["balances", "--json"], Cancellation);
        Assert.Contains("\"amount\":650", balances, StringComparison.Ordinal);
        await RunningSite.TerminalSaysAsync(
            ["journal", "export", site.In("terminal"), "--out", site.In("out.jws")], Cancellation);
        var verified = await RunningSite.TerminalSaysAsync(
            ["journal", "verify", site.In("out.jws"), "--key", site.KeyFile], Cancellation);
        // Onto itself: an export is a journal, too.
        await RunningSite.TerminalSaysAsync(
            ["journal", "export", site.In("out.jws"), "--out", site.In("out.jws")], Cancellation);
        Assert.Equal(site.ReadJournal().Count, (await File.ReadAllLinesAsync(site.In("out.jws"), Cancellation)).Length);
        Assert.StartsWith($"verified: {site.ReadJournal().Count} records of bar-1", verified, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_left_lying_is_one_tap()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await site.Panel.PressAsync("1", Cancellation);
        await site.Panel.ReadsAsync(0, "To pay", Cancellation);
        await site.PutAsync(Guest);
        await site.Panel.ReadsAsync(0, "Thank you", Cancellation);

        // The tone comes after the picture, and is this tap's.
        await site.Panel.Sights.First<Sight.Melody>(0, Cancellation);

        // Long enough for the verdict to go by itself; the card lies there all the time.
        var seen = site.Panel.Sights.Seen.Count;
        await site.Panel.ReadsAsync(seen, "Welcome", Cancellation);

        Assert.Single(site.ReadJournal(), record => record.Fact is Fact.Sale);
        Assert.DoesNotContain(site.Panel.Sights.Seen.Skip(seen), sight => sight is Sight.Melody);
    }

    [Fact]
    public async Task Without_a_reader_it_starts_and_says_so_and_sells_once_the_reader_is_there()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        var (seen, before) = (site.Panel.Sights.Seen.Count, Losses(site));
        await site.UnplugReaderAsync();
        await site.Panel.ReadsAsync(seen, "Out of service", Cancellation);
        await site.PullThePlugAsync(Cancellation);
        await site.StartTerminalAsync("Out of service", Cancellation);
        await site.PullThePlugAsync(Cancellation);
        Assert.Equal(before + 2, Losses(site));

        await site.PlugReaderInAsync(Cancellation);
        await site.StartTerminalAsync(Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);

        await RunningSite.TerminalSaysAsync(
            ["journal", "verify", site.In("terminal"), "--key", site.KeyFile], Cancellation);
    }

    [Fact]
    public async Task A_card_that_lies_there_over_a_restart_is_one_tap()
    {
        var plan = Plan with { FixedArticle = "beer" };
        await using var site = await RunningSite.OpenAsync(plan, Cancellation);
        await site.PutAsync(Guest);
        await site.Panel.ReadsAsync(0, "Thank you", Cancellation);
        await Eventually.TrueAsync(
            () => site.ReadJournal().Any(record => record.Fact is Fact.SaleShown), "it was seen", Cancellation);

        await site.PullThePlugAsync(Cancellation);
        await site.StartTerminalAsync("To pay", Cancellation);
        await site.TakeAsync(Cancellation);
        Assert.Single(site.ReadJournal(), record => record.Fact is Fact.Sale);

        var seen = site.Panel.Sights.Seen.Count;
        await site.PutAsync(Guest);
        await site.Panel.ReadsAsync(seen, "Thank you", Cancellation);
    }

    [Fact]
    public async Task A_card_that_is_laid_on_a_lost_reader_pays_nothing_until_it_is_laid_there_again()
    {
        await using var site = await RunningSite.OpenAsync(Plan with { FixedArticle = "beer" }, Cancellation);
        await site.UnplugReaderAsync();
        await site.Panel.ReadsAsync(0, "Out of service", Cancellation);
        var seen = site.Panel.Sights.Seen.Count;
        await site.PlugReaderInAsync(Cancellation, Guest);
        await site.Panel.ReadsAsync(seen, "To pay", Cancellation);
        await site.TakeAsync(Cancellation);
        Assert.DoesNotContain(site.ReadJournal(), record => record.Fact is Fact.Sale);

        await site.PutAsync(Guest);
        await site.Panel.ReadsAsync(seen, "Thank you", Cancellation);
    }

    [Fact]
    public async Task Changed_lines_are_named_by_segment_and_line_and_nothing_is_sold_on_them()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);
        await site.StopAsync(Cancellation);
        // Without the receipt nothing says that the ledger has the line.
        site.Journal.Delete(JournalOutbox.ReceiptName);
        var segment = JournalSegment.In(site.Journal)[0].Name;
        var path = Path.Combine(site.In("terminal/journal"), segment);
        var lines = await File.ReadAllLinesAsync(path, Cancellation);
        lines[2] = lines[2][..20] + (lines[2][20] == 'A' ? 'B' : 'A') + lines[2][21..];
        await File.WriteAllTextAsync(path, string.Join('\n', lines) + "\n", Encoding.ASCII, Cancellation);

        var verify = await RunAsync("journal", "verify", site.In("terminal"), "--key", site.KeyFile);
        var run = await RunAsync("run", "--config", site.In("terminal.json"));

        Assert.Equal((3, 3), (verify.Code, run.Code));
        Assert.Contains($"{segment}, line 3", verify.Errors, StringComparison.Ordinal);
        Assert.Contains($"{segment}, line 3", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_daemon_on_the_same_state_is_told_to_go_away()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);

        var (code, errors) = await RunAsync("run", "--config", site.In("terminal.json"));

        Assert.Equal(4, code);
        Assert.Contains("Another edge-terminal uses this state", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_ledger_on_the_same_state_is_told_to_go_away()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);

        await using var second = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, Checkout.Ledger, "run", "--state", site.In("ledger"), "--mqtt", "localhost:1");

        Assert.Equal(4, await second.End(Cancellation));
        Assert.StartsWith("ledger: Another `ledger run` serves", second.Errors.Seen[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_hold_no_card_and_no_key()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);
        await site.StopAsync(Cancellation);

        var logs = site.Logs();
        var enrolment = await File.ReadAllBytesAsync(site.In("enrolment.jws"), Cancellation);
        var siteKey = Enrolment.Read(enrolment).OrThrow().SiteKey;
        var token = ((Fact.Sale)site.ReadJournal().Find(record => record.Fact is Fact.Sale)!.Fact).Card.ToString();
        foreach (var secret in new[] { Guest, token, siteKey })
            Assert.DoesNotContain(secret, logs, StringComparison.Ordinal);
        Assert.Contains("starts", logs, StringComparison.Ordinal);
    }

    private static int Losses(RunningSite site) =>
        site.ReadJournal().Count(record => record.Fact is Fact.FaultRaised { Fault: "ReaderLost" });

    private static async Task<(int Code, string Errors)> RunAsync(params string[] arguments)
    {
        await using var child = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, [Checkout.EdgeTerminal, .. arguments]);
        return (await child.End(Cancellation), string.Join('\n', child.Errors.Seen));
    }
}
