using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>
/// The real daemon and the real ledger with a broker that is away, turns them away or is full of hostile bytes, and
/// with a ledger that is away or another. Guests are served meanwhile, and each tap is booked once in the end.
/// </summary>
public sealed class BadBrokerTests
{
    private const string Guest = "04E141125B3C80";

    private static readonly SitePlan Plan = new(
        "verger",
        "bar-1",
        EnrolOptions: [],
        CardRows: [$"{Guest},uid,ok,TLF,10000"],
        Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)])
    {
        FixedArticle = "beer",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_broker_at_its_start_a_terminal_sells_by_its_list_and_says_so_once()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await BuyAsync(site);
        await BookedAsync(site, 1);
        await site.PullThePlugAsync(Cancellation);
        await site.CutNetworkAsync(Cancellation);

        await site.StartTerminalAsync("To pay", Cancellation);
        await BuyAsync(site);
        await BuyAsync(site);

        Assert.Equal(1, Count(site.Said.Terminal, "No connection to the broker"));
        await site.BringNetworkBackAsync(Cancellation);
        await BookedAsync(site, 3);
    }

    [Fact]
    public async Task A_broker_that_turns_both_away_is_said_once_and_all_is_booked_when_it_lets_them_in_again()
    {
        var plan = Plan with { BrokerUser = ("verger", "s3cret") };
        await using var site = await RunningSite.OpenAsync(plan, Cancellation);
        await BuyAsync(site);
        await BookedAsync(site, 1);

        await site.ChangeBrokerUserAsync("verger", "another", Cancellation);
        await Eventually.TrueAsync(
            () => Count(site.Said.Terminal, "turns this terminal away") > 0 &&
                Count(site.Said.Ledger, "turns this ledger away") > 0,
            "both are turned away",
            Cancellation);
        // A second or more each: several attempts.
        await BuyAsync(site);
        await BuyAsync(site);
        await site.ChangeBrokerUserAsync("verger", "s3cret", Cancellation);

        await BookedAsync(site, 3);
        Assert.Equal(1, Count(site.Said.Terminal, "turns this terminal away"));
        Assert.Equal(1, Count(site.Said.Ledger, "turns this ledger away"));
        Assert.DoesNotContain("s3cret", site.Logs(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_ledger_is_away_the_terminal_sells_and_all_is_booked_when_it_is_back()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await BuyAsync(site);
        await BookedAsync(site, 1);
        await site.StopLedgerAsync(Cancellation);
        await BuyAsync(site);
        await BuyAsync(site);
        Assert.Equal(1, site.SalesBooked());

        await site.StartLedgerAsync();

        await BookedAsync(site, 3);
    }

    /// <summary>Somebody lost the ledger's folder and made a new one; or it is not our ledger at all.</summary>
    [Fact]
    public async Task A_ledger_with_another_key_is_not_believed_and_the_true_one_gets_all()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await BuyAsync(site);
        await BookedAsync(site, 1);
        await site.StopLedgerAsync(Cancellation);
        site.LedgerState = "another";
        await site.LedgerSaysAsync(["init", "--site", Plan.Site], Cancellation);
        await site.LedgerSaysAsync(["enroll", "--key", site.KeyFile, "--out", site.In("other.json")], Cancellation);
        await site.StartLedgerAsync();
        await Eventually.TrueAsync(
            () => Count(site.Said.Terminal, "Not taken, from et/1/verger/t/bar-1/ack: UnknownKey") > 0,
            "its ack is not taken",
            Cancellation);

        await BuyAsync(site);
        Assert.Equal(0, site.SalesBooked());
        await site.StopLedgerAsync(Cancellation);
        site.LedgerState = "ledger";
        await site.StartLedgerAsync();

        await BookedAsync(site, 2);
    }

    [Fact]
    public async Task Hostile_bytes_on_every_topic_stop_no_tap_fill_no_log_and_no_memory()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await BuyAsync(site);
        await BookedAsync(site, 1);
        var before = AnonymousMemory(site.TerminalProcess);
        var result = await MqttClients.Default.ConnectAsync(
            site.BrokerFor("hostile") with { Patience = TimeSpan.FromMinutes(1) }, Cancellation);
        await using var hostile = Assert.IsType<MqttConnectResult.Connected>(result).Connection;

        var flood = FloodAsync(hostile);
        for (var tap = 0; tap < 3; tap++)
            await BuyAsync(site);
        await flood;
        await BuyAsync(site);

        await BookedAsync(site, 5);
        Assert.InRange(Count(site.Said.Terminal, "Not taken"), 1, 60);
        Assert.InRange(Count(site.Said.Ledger, "Not taken"), 1, 60);
        Assert.InRange(AnonymousMemory(site.TerminalProcess) - before, long.MinValue, 40_000);
        await site.StopAsync(Cancellation);
    }

    /// <summary>Every payload on every topic, kept by the broker and not, then ten thousand.</summary>
    private static async Task FloodAsync(IMqttConnection hostile)
    {
        var topics = new Topics(SiteId.Parse(Plan.Site));
        var terminal = TerminalId.Parse(Plan.Terminal);
        string[] all =
        [
            .. Enum.GetValues<TerminalTopic>().Select(kind => topics.Of(terminal, kind)),
            topics.Of(TerminalId.Parse("bar-2"), TerminalTopic.Journal), topics.CardList, topics.CardDelta, topics.Keys,
            topics.CardChunk(Digest.Of("x"u8)),
        ];
        foreach (var topic in all)
            foreach (var payload in HostilePayload.Unsigned)
                Assert.Null(await hostile.PublishAsync(
                    new MqttMessage(topic, payload.Bytes, Retained: payload.Bytes.Length % 2 == 1), Cancellation));
        TerminalTopic[] read = [TerminalTopic.Ack, TerminalTopic.Beat, TerminalTopic.Journal, TerminalTopic.Ask];
        foreach (var topic in read.Select(kind => topics.Of(terminal, kind)))
            Assert.All(
                await Task.WhenAll(Enumerable.Range(0, 2_500).Select(number => hostile.PublishAsync(
                    new MqttMessage(topic, BitConverter.GetBytes(number)), Cancellation))),
                Assert.Null);
    }

    private static async Task BuyAsync(RunningSite site)
    {
        var seen = site.Panel.Sights.Seen.Count;
        await site.PutAsync(Guest);
        await site.Panel.ReadsAsync(seen, "Thank you", Cancellation);
        await site.TakeAsync(Cancellation);
        await site.Panel.ReadsAsync(seen, "To pay", Cancellation);
    }

    private static async Task BookedAsync(RunningSite site, int sales)
    {
        await Eventually.EqualAsync(
            sales, site.SalesBooked, "sales at the ledger", TimeSpan.FromSeconds(60), Cancellation);
        Assert.Equal(sales, site.ReadJournal().Count(record => record.Fact is Fact.Sale));
        var balances = await site.LedgerSaysAsync(["balances", "--json"], Cancellation);
        Assert.Contains($"\"amount\":{10_000 - 350 * sales}", balances, StringComparison.Ordinal);
    }

    private static int Count(IReadOnlyList<string> lines, string text) =>
        lines.Count(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>RssAnon of a process, in KiB (proc_pid_status(5)).</summary>
    private static long AnonymousMemory(int process) =>
        File.ReadLines($"/proc/{process}/status")
            .Where(line => line.StartsWith("RssAnon:", StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                System.Globalization.CultureInfo.InvariantCulture))
            .Single();
}
