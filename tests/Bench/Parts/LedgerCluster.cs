using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using Tests.Support;

namespace Tests.Bench;

/// <summary>PostgreSQL, mosquitto and workers of the ledger, each a process, and somebody who reads all acks.</summary>
internal sealed class LedgerCluster : IAsyncDisposable
{
    private const int EntriesAtOnce = 500;

    /// <summary>As the broker is configured that `ledger broker configure` writes.</summary>
    private const int Queued = 10_000;

    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentDictionary<TerminalId, long> acknowledged = new();
    private readonly List<ChildProcess> workers = [];
    private readonly List<IMqttConnection> connections = [];
    private readonly PostgresServer postgres;
    private readonly MosquittoBroker broker;
    private readonly LedgerFolder ledger;
    private readonly string database;
    private Task reading = Task.CompletedTask;

    private LedgerCluster(PostgresServer postgres, MosquittoBroker broker)
    {
        (this.postgres, this.broker) = (postgres, broker);
        database = postgres.CreateDatabase();
        ledger = LedgerFolder.Create(folder.In("ledger"), Site.Id, database);
    }

    /// <summary>What all workers have in memory now, as the kernel says.</summary>
    /// <exception cref="InvalidOperationException">One has ended.</exception>
    public IReadOnlyList<ProcessMemory> Memory => [.. workers.Select(worker => worker.HasEnded
        ? throw new InvalidOperationException($"A worker has ended: {string.Join('\n', worker.Errors.Seen)}")
        : ProcessMemory.Of(worker.Id))];

    /// <summary>What all workers together have had of the processors.</summary>
    public TimeSpan ProcessorTime => workers.Aggregate(TimeSpan.Zero, (sum, worker) =>
    {
        using var process = Process.GetProcessById(worker.Id);
        return sum + process.TotalProcessorTime;
    });

    /// <summary>Records that are stored.</summary>
    public long Stored => PostgresServer.Ask<long>(database, "select count(*) from record");

    /// <summary>Told of each ack: whose, and how far.</summary>
    public event Action<TerminalId, long>? Acknowledged;

    /// <summary>Makes one, with these terminals in its books.</summary>
    public static async Task<LedgerCluster> StartAsync(
        int workers, IReadOnlyCollection<CrowdTerminal> terminals, CancellationToken cancellation)
    {
        var postgres = await PostgresServer.StartAsync(cancellation);
        var broker = await MosquittoBroker.StartAsync(
            new MosquittoSettings { MaximumQueuedMessages = Queued }, cancellation);
        var made = new LedgerCluster(postgres, broker);
        foreach (var some in terminals.Chunk(EntriesAtOnce))
            made.ledger.Store.Change(draft =>
            {
                foreach (var terminal in some)
                    draft.Add(terminal.Enrolment);
                draft.Add(new LedgerEntry.CardsAdded([.. some.Select(terminal => terminal.Card)]));
                return true;
            });
        for (var number = 1; number <= workers; number++)
            await made.StartWorkerAsync(number, cancellation);
        var acks = await made.ConnectAsync("reads-acks", cancellation);
        Check(await acks.SubscribeAsync(LedgerBench.Topics.OfAll(TerminalTopic.Ack), cancellation));
        made.reading = made.ReadAsync(acks, cancellation);
        return made;
    }

    /// <summary>A connection to its broker; it ends with the cluster.</summary>
    public async Task<IMqttConnection> ConnectAsync(string name, CancellationToken cancellation)
    {
        var result = await MqttClients.Default.ConnectAsync(broker.OptionsFor(name), cancellation);
        var connection = result is MqttConnectResult.Connected connected
            ? connected.Connection
            : throw new InvalidOperationException(((MqttConnectResult.Failed)result).Fault.Detail);
        connections.Add(connection);
        return connection;
    }

    /// <summary>How far a terminal's records are acknowledged.</summary>
    public long AcknowledgedOf(TerminalId terminal) => acknowledged.GetValueOrDefault(terminal);

    /// <summary>Throws where the broker did not take something.</summary>
    public static void Check(MqttFault? fault)
    {
        if (fault is not null)
            throw new InvalidOperationException(fault.Detail);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
            await connection.DisposeAsync();
        await reading;
        foreach (var worker in workers)
            await worker.DisposeAsync();
        ledger.Dispose();
        await broker.DisposeAsync();
        await postgres.DisposeAsync();
        folder.Dispose();
    }

    private async Task StartWorkerAsync(int number, CancellationToken cancellation)
    {
        var worker = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, Checkout.Ledger, "run", "--state", folder.In("ledger"), "--mqtt",
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{broker.Port}"), "--worker",
            number.ToString(CultureInfo.InvariantCulture));
        workers.Add(worker);
        await worker.Errors.First<string>(
            0, line => line.Contains("Connected", StringComparison.Ordinal), cancellation);
    }

    private async Task ReadAsync(IMqttConnection acks, CancellationToken cancellation)
    {
        var keys = new KeyRing(ledger.Signer.PublicKey);
        await foreach (var message in acks.Messages.ReadAllAsync(cancellation))
        {
            if (!LedgerBench.Topics.TryParse(message.Topic, out var terminal, out _))
                continue;
            var ack = SignedMessage.Read<AckMessage>(message.Payload, keys, Site.Id, Addressee.Of(terminal)).OrThrow();
            var sequence = ack.Epochs[^1].Sequence;
            acknowledged[terminal] = Math.Max(sequence, AcknowledgedOf(terminal));
            Acknowledged?.Invoke(terminal, sequence);
        }
    }
}
