using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using CloudBridge.Relay;
using CloudBridge.Storage;
using EdgeTerminal.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>
/// The real relay and the real ledger service on a real mosquitto, with each MQTT client in the build.
/// </summary>
public sealed class RelayOverMosquittoTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Site site = new();
    private readonly TemporaryFolder folder = new();
    private readonly LedgerBench ledger;
    private readonly Journal journal;
    private readonly CardListStore lists;
    private readonly EventLog<RelayNews> news = new();
    private readonly LogBook<Relay> log = new();

    public RelayOverMosquittoTests()
    {
        ledger = new LedgerBench(site).With((Kiosks.Guest, "TLF 100000000"));
        journal = new JournalBench(site).Open(Disk("journal")).Journal;
        lists = CardListStore.Open(
            Disk("cards"), new MemoryCardCache(), Site.Id, Site.Bar, site.LedgerKeys);
    }

    public static TheoryData<string> Clients => [.. MqttClients.All.Select(client => client.Name)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        journal.Dispose();
        folder.Dispose();
        site.Dispose();
    }

    /// <summary>
    /// Mosquitto keeps 1,000 messages for a client that is away, acknowledges the rest and drops it. Nothing may be
    /// lost by that, and nothing booked twice.
    /// </summary>
    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Five_thousand_records_arrive_once_although_the_broker_dropped_most_of_them(string client)
    {
        const int records = 5_000;
        await using var broker = await MosquittoBroker.StartAsync(new MosquittoSettings(), Cancellation);
        // The ledger has been there once, so the broker keeps a queue for it; then it is away.
        await using (var service = Start(broker, client))
            await Eventually.TrueAsync(() => ListsMade() > 0, "the ledger is up", Cancellation);
        await using var relay = StartRelay(broker, client, new RelayOptions { BatchBytes = 1, MostUnderWay = 100 });
        const int together = 50;
        for (var appended = 0; appended < records; appended += together)
            Sell(relay, together);
        await relay.HasSentAllAsync(records);

        await using var back = Start(broker, client);
        await AllAreAcknowledgedAsync();

        Assert.Equal(100_000_000 - records * 350, ledger.Balance(Kiosks.Guest));
        Assert.Equal(records, ledger.Store.Entries().OfType<LedgerEntry.RecordBooked>().Count());
        Assert.Equal(0, ledger.Store.Read(books => books.Forks));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_list_reaches_the_terminal_and_is_confirmed(string client)
    {
        await using var broker = await MosquittoBroker.StartAsync(new MosquittoSettings(), Cancellation);
        await using var service = Start(broker, client);
        await using var relay = StartRelay(broker, client, new RelayOptions());

        var stored = await news.First<RelayNews.ListStored>(0, Cancellation);
        relay.ListApplied();

        var beat = await news.First<RelayNews.BeatAnswered>(0, row => row.Current == stored.Version, Cancellation);
        Assert.True(beat.AskedMilliseconds > 0);
        using var listed = lists.Take(stored.Version);
        var card = Assert.IsType<CardLookup.Listed>(listed.Find(Site.Card(Kiosks.Guest)));
        Assert.Equal([.. Kiosks.Amounts("TLF 100000000")], card.Entry.Balances);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_broker_that_goes_and_comes_back_costs_nothing(string client)
    {
        await using var broker = await MosquittoBroker.StartAsync(new MosquittoSettings(), Cancellation);
        await using var service = Start(broker, client);
        await using var relay = StartRelay(broker, client, new RelayOptions());
        Sell(relay, 3);
        await AllAreAcknowledgedAsync();

        await broker.KillAsync(Cancellation);
        Sell(relay, 4);
        await broker.StartAgainAsync(Cancellation);

        await AllAreAcknowledgedAsync();
        Assert.Equal(100_000_000 - 7 * 350, ledger.Balance(Kiosks.Guest));
    }

    /// <summary>No FIN and no reset: nobody says that the line is dead (DESIGN section 10).</summary>
    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_half_open_connection_is_dialled_anew_within_30_s_and_costs_nothing(string client)
    {
        await using var broker = await MosquittoBroker.StartAsync(new MosquittoSettings(), Cancellation);
        await using var proxy = TcpProxy.To(broker.Port);
        await using var service = Start(broker, client);
        await using var relay = StartRelay(broker, client, new RelayOptions(), proxy.Port);
        Sell(relay, 3);
        await AllAreAcknowledgedAsync();

        proxy.Stall();
        var start = TimeProvider.System.GetTimestamp();
        Sell(relay, 4);
        await Eventually.TrueAsync(() => proxy.Accepted > 1, "it dials anew", Patience, Cancellation);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        proxy.Resume();

        await AllAreAcknowledgedAsync();
        Assert.Equal(100_000_000 - 7 * 350, ledger.Balance(Kiosks.Guest));
    }

    /// <summary>An account at the broker that may read but not write (mosquitto.conf(5), acl_file).</summary>
    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_broker_that_takes_nothing_from_us_is_named_and_the_journal_waits(string client)
    {
        var rules = new MosquittoSettings { AccessRules = "topic read et/#\n" };
        await using var broker = await MosquittoBroker.StartAsync(rules, Cancellation);
        await using var relay = StartRelay(broker, client, new RelayOptions());
        Sell(relay, 3);

        var said = await log.Entries.First<LogEntry>(
            0, entry => entry.Text.Contains("given up", StringComparison.Ordinal), Cancellation);

        Assert.Contains("the broker said not authorized (0x87)", said.Text, StringComparison.Ordinal);
        Assert.Equal(3, journal.Outbox.Unacked);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Stopping_says_so_and_leaves_no_last_will(string client)
    {
        await using var broker = await MosquittoBroker.StartAsync(new MosquittoSettings(), Cancellation);
        var relay = StartRelay(broker, client, new RelayOptions());
        relay.Say(TerminalActivity.Serving);
        Assert.Equal(TerminalActivity.Serving, await StatusAsync(broker, client, TerminalActivity.Serving));

        relay.Say(TerminalActivity.Stopped);
        await relay.DisposeAsync();

        Assert.Equal(TerminalActivity.Stopped, await StatusAsync(broker, client, TerminalActivity.Stopped));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_ledger_that_was_restored_gets_back_what_its_backup_lacks(string client)
    {
        await using var broker = await MosquittoBroker.StartAsync(new MosquittoSettings(), Cancellation);
        await using var relay = StartRelay(broker, client, new RelayOptions());
        ForgetfulDisk backup;
        await using (var service = Start(broker, client))
        {
            Sell(relay, 3);
            await AllAreAcknowledgedAsync();
            backup = ledger.Disk.AfterPowerCut();
            Sell(relay, 4);
            await AllAreAcknowledgedAsync();
        }
        var restored = new LedgerBench(site, backup);
        Assert.Equal(100_000_000 - 3 * 350, restored.Balance(Kiosks.Guest));

        restored.RaiseEra(0);
        await using var again = Start(broker, client, restored);

        await Eventually.EqualAsync(
            100_000_000 - 7 * 350, () => restored.Balance(Kiosks.Guest), "the balance", Patience, Cancellation);
        await AllAreAcknowledgedAsync();
    }

    private FolderStorage Disk(string name) => new(folder.In(name));

    /// <summary>A service makes a list once its subscriptions are granted.</summary>
    private long ListsMade() => ledger.Store.Read(books => books.LastList?.Version ?? 0);

    private void Sell(RunningRelay relay, int times)
    {
        JournalBench.Append(journal, Enumerable.Repeat<Fact>(JournalWriter.Beer(Kiosks.Guest), times));
        relay.JournalGrew();
    }

    private Task AllAreAcknowledgedAsync() => Eventually.EqualAsync(
        0, () => journal.Outbox.Unacked, "the number of records that wait for the ledger", Patience, Cancellation);

    /// <summary>The status that the broker keeps, once it is the one that is waited for.</summary>
    private async Task<TerminalActivity> StatusAsync(MosquittoBroker broker, string client, TerminalActivity wanted)
    {
        var result = await Find(client).ConnectAsync(broker.OptionsFor("watcher"), Cancellation);
        await using var connection = Assert.IsType<MqttConnectResult.Connected>(result).Connection;
        Assert.Null(await connection.SubscribeAsync(LedgerBench.Topics.OfAll(TerminalTopic.Status), Cancellation));
        await foreach (var message in connection.Messages.ReadAllAsync(Cancellation))
            if (SignedMessage.Read<StatusMessage>(message.Payload, site.TerminalKeys, Site.Id, Addressee.Ledger)
                .OrThrow().Activity is var activity && activity == wanted)
                return activity;
        throw new InvalidOperationException("The watcher's connection ended.");
    }

    private RunningService Start(MosquittoBroker broker, string client, LedgerBench? restored = null) => new(
        new LedgerService(
            new LedgerLogic(Site.Id, (restored ?? ledger).Store, site.Ledger, new LedgerOptions()),
            ledger.Rejected,
            Find(client),
            broker.OptionsFor("ledger") with { SessionExpiry = TimeSpan.FromHours(1) },
            TimeProvider.System,
            NullLogger<LedgerService>.Instance));

    private RunningRelay StartRelay(MosquittoBroker broker, string client, RelayOptions options, int? port = null)
    {
        UInt128 nonce = 0;
        var logic = new RelayLogic(
            new RelayIdentity(
                Site.Id, Site.Bar, site.Terminal, site.TerminalKeys, site.LedgerKeys, Boot: 1, Process: new Nonce(1)),
            journal.Outbox,
            lists,
            () => new Nonce(++nonce),
            options);
        var counting = new CountingClient(Find(client));
        var relay = new Relay(
            logic,
            counting,
            broker.OptionsFor("bar-1") with
            {
                Port = port ?? broker.Port,
                LastWill = new MqttMessage(
                    LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Status), StatusMessage.LastWill, Retained: true),
            },
            TimeProvider.System,
            TimeSpan.FromSeconds(1),
            () => 0.5,
            told =>
            {
                news.Add(told);
                return ValueTask.CompletedTask;
            },
            log);
        return new RunningRelay(relay, counting);
    }

    private static IMqttClient Find(string name) =>
        MqttClients.TryFind(name, out var client, out var error) ? client : throw new InvalidOperationException(error);
}
