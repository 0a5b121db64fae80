using System.Text.Json.Nodes;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using CloudBridge.Storage;
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
        await site.CopyFolderAsync("terminal", "image", Cancellation);
        await site.StartTerminalAsync(Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);
        await BookedAsync(site);
        await site.PullThePlugAsync(Cancellation);
        Directory.Delete(site.In("terminal"), recursive: true);
        await site.CopyFolderAsync("image", "terminal", Cancellation);
        var kept = site.ReadJournal();

        await site.StartTerminalAsync("Out of service", Cancellation);

        Assert.Contains(site.ReadJournal(), record => record.Fact is Fact.FaultRaised { Fault: "RolledBack" });
        Assert.DoesNotContain(site.ReadJournal(), record => record.Fact is Fact.Sale);
        Assert.Equal(kept, site.ReadJournal().Take(kept.Count));
        await site.TerminalLog.First<string>(
            0, line => line.Contains("Fault RolledBack", StringComparison.Ordinal), Cancellation);
        var watching = (await MqttClients.All[0].ConnectAsync(site.BrokerFor("watching"), Cancellation))
            as MqttConnectResult.Connected;
        await using var broker = watching!.Connection;
        Assert.Null(await broker.SubscribeAsync("et/1/verger/t/bar-1/status", Cancellation));
        while (Status(await NextAsync(broker)) is not { } status || !status.Faults.Contains("RolledBack"))
        {
            // The broker may have kept an earlier one.
        }
        await using var doctor = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, Checkout.EdgeTerminal, "doctor", "--config", site.ConfigurationFile);
        Assert.Equal(4, await doctor.End(Cancellation));
        Assert.Contains(doctor.Output.Seen, line => line.Contains("RolledBack is raised", StringComparison.Ordinal));
        var balances = await site.LedgerSaysAsync(["balances", "--json"], Cancellation);
        Assert.Contains("\"amount\":650", balances, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_of_another_terminal_is_named_and_not_touched()
    {
        await using var site = await RunningSite.OpenAsync(Plan with { Terminal = "bar-9" }, Cancellation);
        await site.PullThePlugAsync(Cancellation);
        Directory.Delete(site.In("terminal/journal"), recursive: true);
        using (var keys = new Site())
        using (var others = new JournalBench(keys).Open(new FolderStorage(site.In("terminal/journal"))).Journal)
            JournalBench.Sell(others, 2);
        var before = Files(site.In("terminal/journal"));

        var (code, errors) = await site.TryRunAsync(Cancellation);

        Assert.Equal(2, code);
        Assert.Contains("bar-1", errors, StringComparison.Ordinal);
        Assert.Contains("bar-9", errors, StringComparison.Ordinal);
        Assert.Contains("JournalOfAnother", errors, StringComparison.Ordinal);
        Assert.Equal(before, Files(site.In("terminal/journal")));
    }

    [Theory]
    [InlineData("mosquitto")]
    [InlineData("mqttnet")]
    public async Task Two_machines_of_one_identity_find_each_other_and_both_stop_selling(string client)
    {
        Assert.SkipUnless(MqttClients.TryFind(client, out _, out _), $"{client} is not in this build");
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await site.PullThePlugAsync(Cancellation);
        await site.CopyFolderAsync("terminal", "twin", Cancellation);
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(site.In("terminal.json"), Cancellation))!;
        configuration["mqtt"]!["client"] = client;
        await File.WriteAllTextAsync(site.In("terminal.json"), configuration.ToJsonString(), Cancellation);
        await site.StartTerminalAsync(Cancellation);
        configuration["state"] = site.In("twin");
        configuration["reader"]!["device"] = site.In("no-reader");
        configuration["panel"]!["socket"] = site.In("twin.sock");
        await File.WriteAllTextAsync(site.In("twin.json"), configuration.ToJsonString(), Cancellation);
        var watching = (await MqttClients.All[0].ConnectAsync(site.BrokerFor("watching"), Cancellation))
            as MqttConnectResult.Connected;
        await using var broker = watching!.Connection;
        Assert.Null(await broker.SubscribeAsync("et/1/verger/t/bar-1/status", Cancellation));

        await using var twin = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, Checkout.EdgeTerminal, "run", "--config", site.In("twin.json"));

        var accused = new HashSet<Nonce>();
        while (accused.Count < 2)
            if (Status(await NextAsync(broker)) is { } status && status.Faults.Contains("TerminalTwice"))
                accused.Add(status.Process);
        await site.TerminalLog.First<string>(
            0, line => line.Contains("Fault TerminalTwice", StringComparison.Ordinal), Cancellation);
        await twin.Errors.First<string>(
            0, line => line.Contains("Fault TerminalTwice", StringComparison.Ordinal), Cancellation);
        await site.Panel.ReadsAsync(0, "Out of service", Cancellation);
        foreach (var journal in new[] { site.Journal, new FolderStorage(site.In("twin/journal")) })
            Assert.Contains(
                RunningSite.Read(journal), record => record.Fact is Fact.FaultRaised { Fault: "TerminalTwice" });
    }

    [Fact]
    public async Task Who_was_killed_stopped_or_cut_off_takes_itself_for_nobody_else()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await HearsLedgerAsync(site, boot: 1);
        await site.PullThePlugAsync(Cancellation);
        await site.StartTerminalAsync(Cancellation);
        await HearsLedgerAsync(site, boot: 2);
        site.SignalTerminal("TERM");
        Assert.Equal(0, await site.TerminalEndsAsync(Cancellation));
        await site.StartTerminalAsync(Cancellation);
        await HearsLedgerAsync(site, boot: 3);

        await site.CutNetworkAsync(Cancellation);
        await site.BringNetworkBackAsync(Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);
        // What the broker keeps in our name comes before anything that this connection brings to the ledger is booked.
        await BookedAsync(site);

        Assert.DoesNotContain(site.ReadJournal(), record => record.Fact is Fact.FaultRaised { Fault: "TerminalTwice" });
    }

    private static List<string> Files(string folder) =>
    [
        .. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(path =>
            $"{Path.GetFileName(path)} {Convert.ToBase64String(File.ReadAllBytes(path))}"),
    ];

    private static Task<MqttMessage> NextAsync(IMqttConnection broker) => Eventually.CompletesAsync(
        broker.Messages.ReadAsync(Cancellation).AsTask(), "a terminal says something", Cancellation);

    /// <summary>Null for the last will, which is not signed.</summary>
    private static StatusMessage? Status(MqttMessage message) =>
        Jws.OpenUnverified(JwsType.Status, message.Payload).Succeeded(out var signed, out _)
            ? StrictJson.Read(signed.Payload.Span, StatusMessage.Json).OrThrow()
            : null;

    private static Task HearsLedgerAsync(RunningSite site, long boot) => Eventually.TrueAsync(
        () => site.ReadJournal().Any(record => record.Stamp.Boot == boot && record.Fact is Fact.BeatHeard),
        $"the ledger is heard in boot {boot}",
        Cancellation);

    private static Task BookedAsync(RunningSite site)
    {
        var written = site.ReadJournal().Count;
        return Eventually.TrueAsync(
            () => site.ReadLedger().Count(entry => entry is LedgerEntry.RecordBooked) >= written,
            "the ledger has all",
            Cancellation);
    }
}
