using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>
/// Two mosquittos as the product configures them: the terminals' at the site, which dials the ledger's.
/// </summary>
public sealed class BridgedSiteTests
{
    private const string Guest = "04E141125B3C80";
    private const string Another = "04A1B2C3D4E5F6";

    private static readonly SitePlan Plan = new(
        "verger",
        "bar-1",
        EnrolOptions: [],
        CardRows: [$"{Guest},uid,ok,TLF,500", $"{Another},uid,ok,TLF,1000"],
        Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)])
    {
        IsSecured = true,
        IsBridged = true,
    };

    private static readonly SiteId Verger = SiteId.Parse("verger");
    private static readonly TerminalId Bar = TerminalId.Parse("bar-1");
    private static readonly Topics Topics = new(Verger);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_site_sells_on_as_one_with_its_uplink_cut_and_the_ledger_then_has_all_of_it_once()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await using var other = await NeighbourTerminal.OpenAsync(site, Plan, "bar-2", Cancellation);
        await Eventually.TrueAsync(
            () => Lists(other.ReadJournal()) > 0, "the other has a list", Patience, Cancellation);
        await ShowsAsync(other, Guest, "5.00");

        await site.CutUplinkAsync();
        await BuyAsync(site.Panel, site.PutAsync, Guest, "Thank you");
        await site.TakeAsync(Cancellation);
        // The other bar can know it from the first one alone, and does not sell what is spent.
        await ShowsAsync(other, Guest, "1.50");
        await BuyAsync(other.Panel, other.PutAsync, Guest, "1.50");
        await other.TakeAsync(Cancellation);
        Assert.Equal(
            [Reason.BalanceTooLow],
            other.ReadJournal().Select(row => row.Fact).OfType<Fact.Refusal>().Select(refusal => refusal.Reason));
        await BuyAsync(other.Panel, other.PutAsync, Another, "Thank you");
        await other.TakeAsync(Cancellation);
        await ShowsAsync(other, Another, "6.50");
        Assert.DoesNotContain(Booked(site), row => Fact(row) is Fact.Sale);
        var (lists, others) = (Lists(site.ReadJournal()), Lists(other.ReadJournal()));
        site.Uplink.Accept();

        await Eventually.EqualAsync(
            2,
            () => Booked(site).Count(row => Fact(row) is Fact.Sale),
            "the number of sales that are booked",
            Patience,
            Cancellation);
        await Eventually.TrueAsync(
            () => Lists(site.ReadJournal()) > lists && Lists(other.ReadJournal()) > others,
            "both have a new list",
            Patience,
            Cancellation);
        await IsAcknowledgedAsync(site);
        var booked = Booked(site);
        Assert.Equal(booked.Count, booked.DistinctBy(row => (row.Terminal, row.Epoch, row.Sequence)).Count());
        Assert.DoesNotContain(site.ReadLedger(), entry => entry is LedgerEntry.RecordForked or LedgerEntry.ForkBooked);
        var balances = await site.LedgerSaysAsync(["balances", "--json"], Cancellation);
        Assert.Contains("\"amount\":150", balances, StringComparison.Ordinal);
        Assert.Contains("\"amount\":650", balances, StringComparison.Ordinal);
    }

    /// <summary>No terminal can say its sale again: the site's broker has it, and kept it over a restart.</summary>
    [Fact]
    public async Task A_sale_with_the_uplink_cut_reaches_the_ledger_although_its_terminal_is_gone()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await using var watcher = await ConnectAsync(AsTerminal(site));
        Assert.Null(await watcher.SubscribeAsync(Topics.OfAll(TerminalTopic.Journal), Cancellation));
        await site.CutUplinkAsync();
        await BuyAsync(site.Panel, site.PutAsync, Guest, "Thank you");
        var sale = site.ReadJournal().FindLast(row => row.Fact is Fact.Sale)!;
        await HearsAsync(watcher, message => RecordsIn(message).Any(row => row.Position == sale.Position));

        await site.PullThePlugAsync(Cancellation);
        await site.RestartBrokerAsync(Cancellation);
        site.Uplink.Accept();

        await Eventually.EqualAsync(
            1,
            () => Booked(site).Count(row => Fact(row) is Fact.Sale),
            "the number of sales that are booked",
            Patience,
            Cancellation);
    }

    /// <summary>It speaks for terminals: not for the ledger, and not to other terminals' ears.</summary>
    [Fact]
    public async Task A_bridge_cannot_say_what_the_ledger_says_nor_hear_what_terminals_say()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        var rights = new TopicRights(Verger);
        await using var ledger = await ConnectAsync(site.CloudFor(
            "another-ledger", site.In("ledger/ledger.pem"), site.In("ledger/ledger-key.pem")));
        await using var bridge = await ConnectAsync(
            site.CloudFor("another-bridge", site.In("broker/bridge.pem"), site.In("broker/bridge-key.pem")));

        foreach (var topic in rights.LedgerSays.Select(OfTheBar))
            Assert.Contains(
                "not authorized (0x87)",
                Assert.IsType<MqttFault.Refused>(await PublishAsync(bridge, topic)).Detail,
                StringComparison.Ordinal);
        Assert.Null(await bridge.SubscribeAsync("#", Cancellation));
        foreach (var topic in rights.LedgerHears.Select(OfTheBar))
            Assert.Null(await PublishAsync(bridge, topic));
        foreach (var topic in rights.LedgerSays.Select(OfTheBar))
            Assert.Null(await PublishAsync(ledger, topic));

        var heard = new HashSet<string>();
        await HearsAsync(bridge, message =>
        {
            heard.Add(message.Topic);
            return heard.IsSupersetOf(rights.LedgerSays.Select(OfTheBar));
        });
        Assert.Empty(heard.Intersect(rights.LedgerHears.Select(OfTheBar)));
    }

    [Fact]
    public async Task A_broker_with_a_foreign_certificate_is_turned_away_and_with_the_sites_own_let_in()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        using var stranger = new TestAuthority();
        var foreign = stranger.Client("bridge/verger");
        Assert.Contains("as bridge-verger-localhost", site.CloudLog, StringComparison.Ordinal);
        var (before, dials) = (site.CloudLog.Length, site.Uplink.Accepted);

        await using var another = await MosquittoBroker.StartAsync(
            async port =>
            {
                await site.ConfigureBridgeAsync("foreign", port, Cancellation);
                File.Copy(foreign.Certificate, site.In("foreign/bridge.pem"), overwrite: true);
                File.Copy(foreign.Key, site.In("foreign/bridge-key.pem"), overwrite: true);
                return site.In("foreign/mosquitto.conf");
            },
            Cancellation);

        await Eventually.TrueAsync(
            () => site.CloudLog[before..].Contains("certificate verify failed", StringComparison.Ordinal),
            "the ledger's broker turns it away",
            Cancellation);
        await Eventually.TrueAsync(() => site.Uplink.Accepted > dials + 1, "it tries again", Patience, Cancellation);
        Assert.DoesNotContain("bridge-verger-", site.CloudLog[before..], StringComparison.Ordinal);
    }

    private static async Task BuyAsync(PanelViewer panel, Func<string, Task> put, string card, string answer)
    {
        var seen = panel.Sights.Seen.Count;
        await panel.PressAsync("1", Cancellation);
        await panel.ReadsAsync(seen, "To pay", Cancellation);
        await put(card);
        await panel.ReadsAsync(seen, answer, Cancellation);
    }

    /// <summary>A guest asks for the balance, again and again, until it is this.</summary>
    private static async Task ShowsAsync(RunningTerminal terminal, string card, string balance)
    {
        string Text() => terminal.Panel.Display!.Reading.Text;
        var seen = new List<string>();
        while (seen.Count < 10)
        {
            await terminal.PutAsync(card);
            await Eventually.TrueAsync(
                () => !Text().Contains("Welcome", StringComparison.Ordinal), "the display answers", Cancellation);
            seen.Add(Text());
            await terminal.TakeAsync();
            await Eventually.TrueAsync(
                () => Text().Contains("Welcome", StringComparison.Ordinal), "the display is ready", Cancellation);
            if (seen[^1].Contains(balance, StringComparison.Ordinal))
                return;
        }
        Assert.Fail($"Not {balance}: {string.Join(" | ", seen)}\n{terminal.Logs}");
    }

    private static List<LedgerEntry.RecordBooked> Booked(RunningSite site) =>
        [.. site.ReadLedger().OfType<LedgerEntry.RecordBooked>()];

    private static Fact Fact(LedgerEntry.RecordBooked booked) => Record(Encoding.ASCII.GetBytes(booked.Line)).Fact;

    private static JournalRecord Record(ReadOnlyMemory<byte> line) =>
        RecordLine.Read(Jws.OpenUnverified(JwsType.Record, line).OrThrow(), site: null).OrThrow();

    private static IEnumerable<JournalRecord> RecordsIn(MqttMessage message) =>
        Encoding.ASCII.GetString(message.Payload.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Record(Encoding.ASCII.GetBytes(line)));

    private static int Lists(List<JournalRecord> journal) => journal.Count(row => row.Fact is Fact.ListApplied);

    private static string OfTheBar(string topic) => topic
        .Replace("/t/+/", $"/t/{Bar}/", StringComparison.Ordinal)
        .Replace("/+", "/some", StringComparison.Ordinal);

    /// <summary>The ledger's word that it has the last sale has come down to the site's broker.</summary>
    private static async Task IsAcknowledgedAsync(RunningSite site)
    {
        var sale = site.ReadJournal().FindLast(row => row.Fact is Fact.Sale)!;
        var enrolment = Enrolment.Read(await File.ReadAllBytesAsync(site.In("enrolment.jws"), Cancellation)).OrThrow();
        var ledger = new KeyRing(global::CloudBridge.Contract.PublicKey.Read(enrolment.LedgerKey).OrThrow());
        await using var watcher = await ConnectAsync(AsTerminal(site));
        Assert.Null(await watcher.SubscribeAsync(Topics.Of(Bar, TerminalTopic.Ack), Cancellation));
        await HearsAsync(watcher, message => SignedMessage.Read<AckMessage>(
                message.Payload, ledger, Verger, Addressee.Of(Bar)).OrThrow()
            .Epochs.Any(epoch => epoch.Position() >= sale.Position));
    }

    /// <summary>Reads on until a message is so.</summary>
    private static async Task HearsAsync(IMqttConnection connection, Func<MqttMessage, bool> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        await foreach (var message in connection.Messages.ReadAllAsync(patience.Token))
            if (isSo(message))
                return;
        Assert.Fail("The connection ended.");
    }

    private static MqttOptions AsTerminal(RunningSite site) => site.SecuredBrokerFor(
        "watcher", site.In("for-terminal/bar-1.pem"), site.In("terminal/terminal-key.pem"));

    private static async Task<IMqttConnection> ConnectAsync(MqttOptions options) =>
        Assert.IsType<MqttConnectResult.Connected>(await MqttClients.Default.ConnectAsync(options, Cancellation))
            .Connection;

    private static Task<MqttFault?> PublishAsync(IMqttConnection connection, string topic) =>
        connection.PublishAsync(new MqttMessage(topic, "{}"u8.ToArray()), Cancellation);
}
