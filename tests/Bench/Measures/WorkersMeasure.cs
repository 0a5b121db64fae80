using System.Collections.Concurrent;
using CloudBridge.Contract;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// What one machine's ledger takes: PostgreSQL, mosquitto and four workers, and sixteen terminals that send all they
/// have, eight messages at a time, as the relay does; beside it the signatures of the same lines, checked and nothing
/// else, by as many threads as there are processors. Then the time from a single record to its ack, while little is
/// sent.
/// </summary>
internal sealed class WorkersMeasure : IMeasure
{
    private const int Workers = 4;
    private const int Terminals = 16;
    private const int Messages = 60;
    private const int RecordsOfEach = 40;
    private const int UnderWay = 8;
    private const int Rounds = 3;
    private const int Single = 40;
    private const int RecordsOfRound = Terminals * Messages * RecordsOfEach;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public string Name => "workers";

    public string Description =>
        $"{RecordsOfRound:N0} records -> mosquitto -> {Workers} workers, PostgreSQL: all acked";

    public async Task RunAsync(Table table, CancellationToken cancellation)
    {
        var terminals = Enumerable.Range(1, Terminals).Select(number => new CrowdTerminal(number)).ToList();
        await using var cluster = await LedgerCluster.StartAsync(Workers, terminals, cancellation);
        var connections = new List<IMqttConnection>();
        foreach (var terminal in terminals)
            connections.Add(await cluster.ConnectAsync(terminal.Name.ToString(), cancellation));
        var (rates, verified) = (new List<double>(), new List<double>());
        var before = TimeSpan.Zero;
        // The first round warms up.
        for (var round = 0; round <= Rounds; round++)
        {
            var messages = terminals
                .Select(terminal => Enumerable.Range(0, Messages).Select(_ => terminal.Sell(RecordsOfEach)).ToList())
                .ToList();
            if (round == 1)
                before = cluster.ProcessorTime;
            verified.Add(CheckSignatures(terminals, messages));
            rates.Add(await SendAsync(cluster, terminals, connections, messages, cancellation));
        }
        var expected = terminals.Sum(terminal => terminal.Written);
        if (cluster.Stored != expected)
            throw new InvalidOperationException($"{cluster.Stored} records are stored; expected {expected}.");
        var busy = (cluster.ProcessorTime - before).TotalMicroseconds / (expected - RecordsOfRound);
        var memory = cluster.Memory.Max(worker => worker.Resident);
        var latencies = await PaceAsync(cluster, terminals, connections, cancellation);
        foreach (var terminal in terminals)
            terminal.Dispose();

        table.Head(this, "median", "slowest", "fastest");
        var (taken, bound) = (Distribution.Of(rates.Skip(1)), Distribution.Of(verified.Skip(1)));
        table.Rates(
            "records, each stored once and acknowledged", taken, Budget.AtLeast(">= 5,000/s", 5_000, taken.Median));
        table.Rates("their signatures alone, all processors", bound);
        table.Write("  of that bound", "", Words.Ratio(taken.Median / bound.Median), "", "", null);
        table.Write("all workers' processor time a record, µs", "", $"{busy:0}", "", "", null, busy);
        table.Write("VmRSS of the largest worker, MB", "", $"{memory:0}", "", "", null);
        table.Head(this);
        table.Times("a single record -> its ack, little else", Distribution.Of(latencies));
    }

    /// <returns>Records a second, from the first message to the last ack.</returns>
    private static async Task<double> SendAsync(
        LedgerCluster cluster,
        List<CrowdTerminal> terminals,
        List<IMqttConnection> connections,
        List<List<MqttMessage>> messages,
        CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var waiting = new AllAcknowledged(cluster, terminals, () => done.TrySetResult(Elapsed.Now));
        var start = Elapsed.Now;
        var sending = terminals.Index().Select(row => SendAsync(
            cluster, row.Item, connections[row.Index], messages[row.Index], cancellation));
        await Task.WhenAll(sending);
        var end = await Eventually.CompletesAsync(done.Task, "all are acknowledged", Patience, cancellation);
        return messages.Sum(some => some.Count) * RecordsOfEach / (Elapsed.Milliseconds(start, end) / 1_000);
    }

    /// <summary>No more are under way than a relay has: all that the ledger has not acknowledged.</summary>
    private static async Task SendAsync(
        LedgerCluster cluster,
        CrowdTerminal terminal,
        IMqttConnection connection,
        List<MqttMessage> messages,
        CancellationToken cancellation)
    {
        var first = terminal.Written - messages.Count * RecordsOfEach;
        using var room = new SemaphoreSlim(UnderWay);
        var freed = 0L;
        void Free(TerminalId whose, long sequence)
        {
            if (whose != terminal.Name)
                return;
            var complete = (sequence - first) / RecordsOfEach;
            if (complete > freed)
                room.Release((int)(complete - Interlocked.Exchange(ref freed, complete)));
        }
        cluster.Acknowledged += Free;
        try
        {
            foreach (var message in messages)
            {
                await room.WaitAsync(cancellation);
                LedgerCluster.Check(await connection.PublishAsync(message, cancellation));
            }
        }
        finally
        {
            cluster.Acknowledged -= Free;
        }
    }

    private static async Task<List<double>> PaceAsync(
        LedgerCluster cluster,
        List<CrowdTerminal> terminals,
        List<IMqttConnection> connections,
        CancellationToken cancellation)
    {
        var waited = new ConcurrentBag<double>();
        await Task.WhenAll(terminals.Index().Select(async row =>
        {
            for (var sale = 0; sale < Single; sale++)
            {
                await Task.Delay(Pause, TimeProvider.System, cancellation);
                var message = row.Item.Sell(1);
                var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
                using var waiting = new AllAcknowledged(cluster, [row.Item], () => done.TrySetResult(Elapsed.Now));
                var start = Elapsed.Now;
                LedgerCluster.Check(await connections[row.Index].PublishAsync(message, cancellation));
                var end = await Eventually.CompletesAsync(done.Task, "it is acknowledged", Patience, cancellation);
                waited.Add(Elapsed.Milliseconds(start, end));
            }
        }));
        return [.. waited];
    }

    /// <returns>Lines a second.</returns>
    private static double CheckSignatures(List<CrowdTerminal> terminals, List<List<MqttMessage>> messages)
    {
        var took = Elapsed.Milliseconds(() => Parallel.ForEach(terminals.Index(), row =>
        {
            var keys = new KeyRing(row.Item.Key);
            foreach (var message in messages[row.Index])
                foreach (var line in JournalBatch.Split(message.Payload).OrThrow())
                    Jws.Open(JwsType.Record, line, keys).OrThrow();
        }));
        return messages.Sum(some => some.Count) * RecordsOfEach / (took / 1_000);
    }
}
