using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// As many terminals as a site may have come back at one moment, each with the sales of two hours, to four workers: how
/// long until all of it is acknowledged. They share connections, for a machine that is measured has no room for so many
/// sockets.
/// </summary>
internal sealed class ReturnMeasure : IMeasure
{
    private const int Workers = 4;
    private const int Terminals = EntryFlaws.MostTerminals;
    private const int RecordsOfEach = 24;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(10);

    private static int Connections => LongRuns.AreWanted ? 1_000 : 100;

    public string Name => "return";

    public string Description =>
        $"{Terminals:N0} terminals return with {RecordsOfEach} records each, over {Connections:N0} connections";

    public async Task RunAsync(Table table, CancellationToken cancellation)
    {
        var terminals = Enumerable.Range(1, Terminals).Select(number => new CrowdTerminal(number)).ToList();
        var messages = terminals.Select(terminal => terminal.Sell(RecordsOfEach)).ToList();
        await using var cluster = await LedgerCluster.StartAsync(Workers, terminals, cancellation);
        var before = cluster.Memory.Max(worker => worker.Resident);
        var connections = new List<IMqttConnection>();
        for (var number = 0; number < Connections; number++)
            connections.Add(await cluster.ConnectAsync($"returning-{number}", cancellation));

        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = new List<double>();
        var start = Elapsed.Now;
        var served = new HashSet<TerminalId>();
        cluster.Acknowledged += (terminal, sequence) =>
        {
            if (sequence == RecordsOfEach && served.Add(terminal))
                seen.Add(Elapsed.Milliseconds(start));
        };
        using var waiting = new AllAcknowledged(cluster, terminals, () => done.TrySetResult(Elapsed.Now));
        // A broker drops what its queues have no room for; a terminal sends again what nobody acknowledges.
        var sent = 0;
        do
        {
            await Task.WhenAll(connections.Index().Select(async row =>
            {
                for (var number = row.Index; number < messages.Count; number += Connections)
                    if (cluster.AcknowledgedOf(terminals[number].Name) < RecordsOfEach)
                    {
                        Interlocked.Increment(ref sent);
                        LedgerCluster.Check(await row.Item.PublishAsync(messages[number], cancellation));
                    }
            }));
            await Task.WhenAny(done.Task, Task.Delay(AgainAfter, TimeProvider.System, cancellation));
        }
        while (!done.Task.IsCompleted && Elapsed.Milliseconds(start) < Patience.TotalMilliseconds);
        var end = await Eventually.CompletesAsync(done.Task, "all are acknowledged", AgainAfter, cancellation);
        var most = cluster.Memory.Max(worker => worker.MostResident);
        if (cluster.Stored != (long)Terminals * RecordsOfEach)
            throw new InvalidOperationException($"{cluster.Stored} records are stored.");
        foreach (var terminal in terminals)
            terminal.Dispose();

        table.Head(this);
        table.Times("a terminal's return -> its ack", Distribution.Of(seen));
        var seconds = Elapsed.Milliseconds(start, end) / 1_000;
        table.Write("until all are acknowledged, s", "", $"{seconds:0.0}", "", "", null, seconds);
        table.Write("messages sent, of which again", "", Words.Count(sent), Words.Count(sent - Terminals), "", null);
        table.Write("records a second", "", Words.Rate(Terminals * RecordsOfEach / seconds), "", "", null);
        table.Write("VmRSS of the largest worker, MB: before, most", "", $"{before:0}", $"{most:0}", "", null);
    }
}
