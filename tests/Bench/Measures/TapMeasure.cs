using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// Our share of a tap. Between two taps the bare reference appends and syncs as many bytes beside the journal, so that
/// whatever the disk and the neighbours do, they do to both.
/// </summary>
internal sealed class TapMeasure : IMeasure
{
    private const int Taps = 4_000;
    private const int WarmUp = 3_000;
    private const int Early = 500;
    private const int Cards = 10_000;
    private const int Seed = 1;

    public string Name => "tap";

    public string Description => $"card known to the driver -> verdict durable; {Cards:N0} cards";

    public Task RunAsync(Table table, CancellationToken cancellation)
    {
        using var site = new Site();
        using var folder = new TemporaryFolder();
        using var bench = new TapBench(folder, site, Cards);
        using var bare = new BareFile(folder.In("bare"));
        var chance = new Random(Seed);
        var (ours, reference) = (new List<TapTimes>(), new List<double>());
        for (var round = 0; round < WarmUp + Taps; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            bench.Choose();
            var before = bench.JournalBytes;
            ours.Add(bench.Tap(Guests.Identity(chance.Next(Cards))));
            var written = (int)(bench.JournalBytes - before);
            bench.Finish();
            reference.Add(Elapsed.Milliseconds(() => bare.Append(written)));
        }

        var warm = ours.Skip(WarmUp).ToList();
        var whole = Distribution.Of(warm.Select(tap => tap.Whole));
        var append = Distribution.Of(reference.Skip(WarmUp));
        table.Head(this);
        table.Times("a tap", whole, Budget.AtMost("p99 <= 1 ms", 1, whole.P99));
        table.Times("bare append + fsync of as many bytes", append);
        table.Ratio("a tap / bare", whole, append, limit: 2);
        table.Times("of a tap: look the card up and decide", Distribution.Of(warm.Select(tap => tap.Decide)));
        table.Times("of a tap: write, sign, append, fsync", Distribution.Of(warm.Select(tap => tap.Append)));
        table.Times("of a tap: fold", Distribution.Of(warm.Select(tap => tap.Evolve)));
        table.Times("the first tap: nothing is compiled", Distribution.Of([ours[0].Whole]));
        table.Times(
            "those after it: not optimised yet",
            Distribution.Of(ours.Take(Early).Skip(1).Select(tap => tap.Whole)));
        Allocated(table, "left for the collector", warm, tap => tap.Whole);
        Allocated(table, "  by the decision", warm, tap => tap.Decide);
        Allocated(table, "  by the append", warm, tap => tap.Append);
        Allocated(table, "  by the fold", warm, tap => tap.Evolve);
        table.Histogram("taps, by their time", whole);
        table.Histogram("bare appends", append);
        return Task.CompletedTask;
    }

    private static void Allocated(Table table, string what, List<TapTimes> taps, Func<TapBytes, double> part)
    {
        var bytes = Distribution.Of(taps.Select(tap => part(tap.Allocated)));
        table.Write(
            what, Words.Count(bytes.Count), Words.Bytes(bytes.Median), Words.Bytes(bytes.P99), Words.Bytes(bytes.Most),
            null, bytes.Median);
    }
}
