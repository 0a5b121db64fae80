using EdgeTerminal.Core;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// Taps while another terminal's backlog is checked, and taps while nothing is, by turns. All that was told by then is
/// taken in before a card comes, as the loop does while nobody is there; but each card comes at the worst moment, when
/// the loop has just begun with some lines: they count as part of that tap.
/// </summary>
internal sealed class HeardMeasure : IMeasure
{
    private const int Rounds = 8;
    private const int Records = 10_000;
    private const int Cards = 10_000;
    private const int WarmUp = 2_000;
    private const int Seed = 3;

    public string Name => "heard";

    public string Description => $"a tap while a peer's backlog of {Records:N0} records is checked, and without";

    public async Task RunAsync(Table table, CancellationToken cancellation)
    {
        using var site = new Site();
        using var folder = new TemporaryFolder();
        using var bench = new TapBench(folder, site, Cards);
        using var backlog = new HeardBacklog(folder, site, Records, Cards);
        var chance = new Random(Seed);
        var (quiet, busy, whole) = (new List<double>(), new List<double>(), new List<double>());
        for (var tap = 0; tap < WarmUp; tap++)
            Tap(bench, backlog, chance);
        for (var round = 0; round < Rounds; round++)
        {
            var start = Elapsed.Now;
            var checking = backlog.CheckAsync();
            var taps = 0;
            for (; !checking.IsCompleted || backlog.Told.IsAnyWaiting; taps++)
                busy.Add(Tap(bench, backlog, chance));
            whole.Add(Elapsed.Milliseconds(start));
            await checking;
            for (var tap = 0; tap < taps; tap++)
                quiet.Add(Tap(bench, backlog, chance));
            cancellation.ThrowIfCancellationRequested();
            bench.ForgetPeers();
        }

        var (with, without) = (Distribution.Of(busy), Distribution.Of(quiet));
        table.Head(this);
        table.Times("a tap, nothing is checked", without);
        table.Times(
            "a tap, a backlog is checked", with, Budget.AtMost("p99 <= 1.2 x without", 1.2, with.P99 / without.P99));
        table.Ratio("  with / without", with, without);
        table.Times("the whole backlog", Distribution.Of(whole));
    }

    private static double Tap(TapBench bench, HeardBacklog backlog, Random chance)
    {
        bench.Choose();
        Input.PeersHeard? begun = null;
        while (backlog.Told.Take() is { } next)
        {
            bench.Hear(begun);
            begun = next;
        }
        var start = Elapsed.Now;
        bench.Hear(begun);
        backlog.Door.Begin();
        bench.Tap(Guests.Identity(chance.Next(Cards)));
        backlog.Door.End();
        var time = Elapsed.Milliseconds(start);
        bench.Finish();
        return time;
    }
}
