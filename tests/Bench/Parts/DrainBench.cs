using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using CloudBridge.Storage;
using EdgeTerminal.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Bench;

/// <summary>A journal full of sales, and the ways in which it can go to a ledger.</summary>
internal sealed class DrainBench : IDisposable
{
    private const int Cards = 500;
    private const int MostMessagesAtOnce = 64;

    private readonly Site site = new();
    private readonly TemporaryFolder folder = new();
    private readonly int records;
    private int copies;

    public DrainBench(int records)
    {
        this.records = records;
        using var journal = Journals.Open(new FolderStorage(folder.In("journal")), site);
        Journals.Fill(journal, Enumerable.Range(0, records).Select(number => Guests.Beer(number % Cards)));
        Messages = [.. ReadMessages(journal)];
    }

    /// <summary>The journal as the relay sends it.</summary>
    public IReadOnlyList<MqttMessage> Messages { get; }

    /// <summary>The journal goes over a broker to a ledger, until all is acknowledged.</summary>
    /// <returns>Records a second.</returns>
    public async Task<double> DrainAsync(IMqttClient client, MosquittoBroker broker, CancellationToken cancellation)
    {
        var name = $"copy-{++copies}";
        using var journal = OpenCopy(name);
        using var ledger = new LedgerOnDisk(site, folder.In(name + "-ledger"), Cards);
        using var stopping = new CancellationTokenSource();
        var service = new LedgerService(
            ledger.Logic,
            ledger.Rejected,
            client,
            // Without a session that outlives it: the broker would keep the next round's messages for it as well.
            broker.OptionsFor("ledger"),
            TimeProvider.System,
            NullLogger<LedgerService>.Instance);
        var serving = service.RunAsync(stopping.Token);
        await Eventually.TrueAsync(() => ledger.IsUp, "the ledger is up", cancellation);

        var allAcknowledged = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var relay = BuildRelay(journal, name, client, broker, allAcknowledged);
        var start = Elapsed.Now;
        var relaying = relay.RunAsync(CancellationToken.None);
        var end = await Eventually.CompletesAsync(
            allAcknowledged.Task, "the drain", TimeSpan.FromMinutes(5), cancellation);
        relay.Stop();
        await relaying;
        await stopping.CancelAsync();
        await serving;
        return PerSecond(Elapsed.Milliseconds(start, end));
    }

    /// <summary>The same messages over the same broker, as many under way, to somebody who only counts them.</summary>
    /// <returns>Records a second.</returns>
    public async Task<double> CarryAsync(IMqttClient client, MosquittoBroker broker, CancellationToken cancellation)
    {
        await using var from = await ConnectAsync(client, broker.OptionsFor("bare-from"), cancellation);
        await using var to = await ConnectAsync(client, broker.OptionsFor("bare-to"), cancellation);
        Check(await to.SubscribeAsync(Messages[0].Topic, cancellation));
        var start = Elapsed.Now;
        var counting = CountAsync(to, cancellation);
        var underWay = new Queue<Task<MqttFault?>>();
        foreach (var message in Messages)
        {
            if (underWay.Count == new RelayOptions().MostUnderWay)
                Check(await underWay.Dequeue());
            underWay.Enqueue(from.PublishAsync(message, cancellation));
        }
        while (underWay.TryDequeue(out var last))
            Check(await last);
        await counting;
        return PerSecond(Elapsed.Milliseconds(start));
    }

    /// <summary>The same messages straight into the ledger's logic, as many at once as its service takes.</summary>
    /// <returns>Records a second.</returns>
    public double Ingest()
    {
        using var ledger = new LedgerOnDisk(site, folder.In($"ledger-{++copies}"), Cards);
        var took = Elapsed.Milliseconds(() =>
        {
            foreach (var together in Messages.Chunk(MostMessagesAtOnce))
                ledger.Logic.Received(together, now: 0, Clock.Noon);
        });
        return ledger.Booked == records
            ? PerSecond(took)
            : throw new InvalidOperationException($"{ledger.Booked} of {records} records were booked.");
    }

    /// <summary>The signatures of the same lines are checked, by one thread, and nothing else is done.</summary>
    /// <returns>Records a second.</returns>
    public double CheckSignatures() => PerSecond(Elapsed.Milliseconds(() =>
    {
        foreach (var message in Messages)
            foreach (var line in JournalBatch.Split(message.Payload).OrThrow())
                Jws.Open(JwsType.Record, line, site.TerminalKeys).OrThrow();
    }));

    public void Dispose()
    {
        folder.Dispose();
        site.Dispose();
    }

    private static IEnumerable<MqttMessage> ReadMessages(Journal journal)
    {
        var topic = LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Journal);
        var batch = journal.Outbox.Read(default, Topics.LongestJournalMessage);
        for (; !batch.Lines.IsEmpty; batch = journal.Outbox.Read(batch.Last, Topics.LongestJournalMessage))
            yield return new MqttMessage(topic, batch.Lines);
    }

    private Relay BuildRelay(
        Journal journal,
        string name,
        IMqttClient client,
        MosquittoBroker broker,
        TaskCompletionSource<long> allAcknowledged)
    {
        UInt128 nonce = 0;
        var lists = CardListStore.Open(
            new FolderStorage(folder.In(name + "-cards")),
            new MemoryCardCache(),
            Site.Id,
            Site.Bar,
            site.LedgerKeys);
        var logic = new RelayLogic(
            new RelayIdentity(
                Site.Id, Site.Bar, site.Terminal, site.TerminalKeys, site.LedgerKeys, Boot: 1, Process: new Nonce(1)),
            journal.Outbox,
            lists,
            () => new Nonce(++nonce),
            new RelayOptions());
        return new Relay(
            logic,
            client,
            broker.OptionsFor("terminal"),
            TimeProvider.System,
            TimeSpan.FromSeconds(1),
            () => 0.5,
            news =>
            {
                if (news is RelayNews.Acknowledged acknowledged && acknowledged.Position == journal.Tail)
                    allAcknowledged.TrySetResult(Elapsed.Now);
                return ValueTask.CompletedTask;
            },
            NullLogger<Relay>.Instance);
    }

    private Journal OpenCopy(string name)
    {
        var copy = new FolderStorage(folder.In(name));
        var filled = new FolderStorage(folder.In("journal"));
        foreach (var file in filled.List())
            copy.Replace(file, filled.Read(file));
        return Journals.Open(copy, site);
    }

    private async Task CountAsync(IMqttConnection to, CancellationToken cancellation)
    {
        for (var left = Messages.Count; left > 0; left--)
            await to.Messages.ReadAsync(cancellation);
    }

    private static async Task<IMqttConnection> ConnectAsync(
        IMqttClient client, MqttOptions options, CancellationToken cancellation) =>
        await client.ConnectAsync(options, cancellation) switch
        {
            MqttConnectResult.Connected connected => connected.Connection,
            MqttConnectResult.Failed failed => throw new InvalidOperationException(failed.Fault.Detail),
            _ => throw new InvalidOperationException(),
        };

    private static void Check(MqttFault? fault)
    {
        if (fault is not null)
            throw new InvalidOperationException(fault.Detail);
    }

    private double PerSecond(double milliseconds) => records / (milliseconds / 1_000);
}
