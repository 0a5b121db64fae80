using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// A site with as many terminals as it may have, and each with the sales of two hours. They share connections, for a
/// machine that is measured has no room for so many sockets.
/// </summary>
internal sealed class ReturningSite : IAsyncDisposable
{
    /// <summary>Its terminals.</summary>
    public const int Terminals = EntryFlaws.MostTerminals;

    /// <summary>What each of them has to send.</summary>
    public const int RecordsOfEach = 24;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(10);

    private readonly List<IMqttConnection> connections = [];
    private readonly List<CrowdTerminal> terminals;
    private readonly List<MqttMessage> messages;
    private readonly LedgerCluster cluster;
    private int sent;

    private ReturningSite(LedgerCluster cluster, List<CrowdTerminal> terminals)
    {
        (this.cluster, this.terminals) = (cluster, terminals);
        messages = [.. terminals.Select(terminal => terminal.Sell(RecordsOfEach))];
        MegabytesBefore = cluster.Memory.Max(worker => worker.Resident);
    }

    /// <summary>VmRSS of its largest worker before any terminal is back.</summary>
    public double MegabytesBefore { get; }

    /// <summary>The most that it was.</summary>
    public double MostMegabytes => cluster.Memory.Max(worker => worker.MostResident);

    /// <summary>Messages sent.</summary>
    public int Sent => sent;

    /// <summary>Of those, how many again.</summary>
    public int SentAgain => sent - Terminals;

    /// <summary>Makes one, and connects.</summary>
    /// <param name="workers">Of its ledger.</param>
    /// <param name="connections">That its terminals share.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<ReturningSite> StartAsync(int workers, int connections, CancellationToken cancellation)
    {
        var terminals = Enumerable.Range(1, Terminals).Select(number => new CrowdTerminal(number)).ToList();
        var site = new ReturningSite(await LedgerCluster.StartAsync(workers, terminals, cancellation), terminals);
        for (var number = 0; number < connections; number++)
            site.connections.Add(await site.cluster.ConnectAsync($"returning-{number}", cancellation));
        return site;
    }

    /// <summary>All come back at one moment, and send until all is acknowledged.</summary>
    /// <returns>For each, how many milliseconds that took.</returns>
    /// <exception cref="InvalidOperationException">Not each record is stored, and once.</exception>
    public async Task<IReadOnlyList<double>> ReturnAsync(CancellationToken cancellation)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = new List<double>();
        var served = new HashSet<TerminalId>();
        var start = Elapsed.Now;
        cluster.Acknowledged += (terminal, sequence) =>
        {
            if (sequence != RecordsOfEach || !served.Add(terminal))
                return;
            seen.Add(Elapsed.Milliseconds(start));
            if (served.Count == Terminals)
                done.TrySetResult();
        };
        // A broker drops what its queues have no room for; a terminal sends again what nobody acknowledges.
        do
        {
            await Task.WhenAll(connections.Index().Select(row => SendAsync(row.Index, row.Item, cancellation)));
            await Task.WhenAny(done.Task, Task.Delay(AgainAfter, TimeProvider.System, cancellation));
        }
        while (!done.Task.IsCompleted && Elapsed.Milliseconds(start) < Patience.TotalMilliseconds);
        await Eventually.CompletesAsync(done.Task, "all are acknowledged", AgainAfter, cancellation);
        return cluster.Stored == (long)Terminals * RecordsOfEach
            ? seen
            : throw new InvalidOperationException($"{cluster.Stored} records are stored.");
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        foreach (var terminal in terminals)
            terminal.Dispose();
    }

    private async Task SendAsync(int first, IMqttConnection connection, CancellationToken cancellation)
    {
        for (var number = first; number < messages.Count; number += connections.Count)
            if (cluster.AcknowledgedOf(terminals[number].Name) < RecordsOfEach)
            {
                Interlocked.Increment(ref sent);
                LedgerCluster.Check(await connection.PublishAsync(messages[number], cancellation));
            }
    }
}
