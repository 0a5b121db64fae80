using CloudBridge.Mqtt.Clients;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// A backlog goes to the ledger: relay, broker and ledger on one machine. Rounds go by turns, so that a busy neighbour
/// slows all rows.
/// </summary>
internal sealed class DrainMeasure : IMeasure
{
    private const int Records = 20_000;
    private const int Rounds = 3;
    private const double Wanted = 5_000;

    public string Name => "drain";

    public string Description => $"{Records:N0} sales in a journal -> relay -> mosquitto -> ledger, all acknowledged";

    public async Task RunAsync(Table table, CancellationToken cancellation)
    {
        using var bench = new DrainBench(Records);
        await using var broker = await MosquittoBroker.StartAsync(new MosquittoSettings(), cancellation);
        var clients = MqttClients.All
            .Select(client => (Client: client, Drained: new List<double>(), Carried: new List<double>()))
            .ToList();
        var (ingested, verified) = (new List<double>(), new List<double>());
        // The first round warms up.
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (client, drained, carried) in clients)
            {
                carried.Add(await bench.CarryAsync(client, broker, cancellation));
                drained.Add(await bench.DrainAsync(client, broker, cancellation));
            }
            ingested.Add(bench.Ingest());
            verified.Add(bench.CheckSignatures());
        }

        table.Head(this, "median", "slowest", "fastest");
        foreach (var (client, drained, carried) in clients)
        {
            var rates = Warm(drained);
            var bare = Warm(carried);
            table.Rates($"drained with {client.Name}", rates, Budget.AtLeast(">= 5,000/s", Wanted, rates.Median));
            table.Rates($"bare: the same with {client.Name}, nobody looks", bare);
            table.Write("bare / drained", "", Words.Ratio(bare.Median / rates.Median), "", "", null);
        }
        table.Rates("the ledger alone: no broker, no relay", Warm(ingested));
        table.Rates("the lines' signatures alone, one thread", Warm(verified));
        table.Write("messages", "", Words.Count(bench.Messages.Count), "", "", null);
    }

    private static Distribution Warm(List<double> rates) => Distribution.Of(rates.Skip(1));
}
