using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// As many terminals as a site may have come back at one moment, each with the sales of two hours, to four workers: how
/// long until all of it is acknowledged. Then five such sites at one moment, each with a worker of its own: sites share
/// nothing but the machine.
/// </summary>
internal sealed class ReturnMeasure : IMeasure
{
    private const int Workers = 4;
    private const int Sites = 5;

    private static int Connections => LongRuns.AreWanted ? 1_000 : 100;

    public string Name => "return";

    public string Description =>
        $"{ReturningSite.Terminals:N0} terminals return with {ReturningSite.RecordsOfEach} records each, and those " +
        $"of {Sites} sites, over {Connections:N0} connections";

    public async Task RunAsync(Table table, CancellationToken cancellation)
    {
        table.Head(this);
        await RunAsync(table, sites: 1, Workers, cancellation);
        await RunAsync(table, Sites, workers: 1, cancellation);
    }

    private static async Task RunAsync(Table table, int sites, int workers, CancellationToken cancellation)
    {
        var all = new List<ReturningSite>();
        try
        {
            for (var number = 0; number < sites; number++)
                all.Add(await ReturningSite.StartAsync(workers, Connections / sites, cancellation));
            var times = await Task.WhenAll(all.Select(site => site.ReturnAsync(cancellation)));
            var terminals = sites * ReturningSite.Terminals;
            var seconds = times.Max(site => site.Max()) / 1_000;
            var who = Words.Count(terminals);
            table.Times(
                $"{who} terminals: return -> ack",
                Distribution.Of([.. times.SelectMany(row => row)]));
            table.Write($"{who}: until all are acknowledged, s", "", $"{seconds:0.0}", "", "", null, seconds);
            table.Write(
                $"{who}: messages sent, of which again",
                "",
                Words.Count(all.Sum(site => site.Sent)),
                Words.Count(all.Sum(site => site.SentAgain)),
                "",
                null);
            table.Write(
                $"{who}: records a second",
                "",
                Words.Rate(terminals * ReturningSite.RecordsOfEach / seconds),
                "",
                "",
                null);
            table.Write(
                $"{who}: VmRSS of the largest worker, MB: before, most",
                "",
                $"{all.Max(site => site.MegabytesBefore):0}",
                $"{all.Max(site => site.MostMegabytes):0}",
                "",
                null);
        }
        finally
        {
            foreach (var site in all)
                await site.DisposeAsync();
        }
    }
}
