using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// What a daemon reads before it is ready. Each sample is a process of its own, as a start is: what it runs is compiled
/// on the way. The files are in the page cache.
/// </summary>
internal sealed class StartMeasure : IMeasure
{
    private const int Records = 10_000;
    private const int Cards = 100_000;
    private const int Rounds = 7;

    public string Name => "start";

    public string Description => $"a new process opens {Cards:N0} cards and {Records:N0} unacknowledged records";

    public async Task RunAsync(Table table, CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();
        var state = folder.In("terminal");
        StateOnDisk.Write(state, Records, Cards);
        var (verified, unverified) = (new List<Sample>(), new List<Sample>());
        var bare = new List<Sample>();
        for (var round = 0; round < Rounds; round++)
        {
            unverified.Add(new Sample(await Role.RunAsync(Role.StartUnverified, state, cancellation)));
            verified.Add(new Sample(await Role.RunAsync(Role.Start, state, cancellation)));
            bare.Add(new Sample(await Role.RunAsync(Role.ReadOnly, state, cancellation)));
        }

        table.Head(this);
        table.Times("card list: CardListStore.Open + Take", Of(verified, "list"));
        table.Times("journal, with its mark 'verified'", Of(verified, "journal"));
        table.Times("journal, without: all signatures checked", Of(unverified, "journal"));
        Together(table, "list and journal, with the mark", verified);
        Together(table, "list and journal, without", unverified);
        table.Times("the list again, in the same process", Of(verified, "again list"));
        table.Times("the journal again, with the mark", Of(verified, "again journal"));
        table.Times("the journal again, without", Of(unverified, "again journal"));
        table.Times("from the process's start, with the mark", Of(verified, "since start"));
        table.Times("bare: a process that hashes the same files", Of(bare, "since start"));
        table.Ratio("from the process's start / bare", Of(verified, "since start"), Of(bare, "since start"));
    }

    private static void Together(Table table, string what, List<Sample> samples)
    {
        var times = Distribution.Of(samples.Select(sample => sample.Times["list"] + sample.Times["journal"]));
        table.Times(what, times, Budget.AtMost("<= 2 s", 2_000, times.Most));
    }

    private static Distribution Of(List<Sample> samples, string what) =>
        Distribution.Of(samples.Select(sample => sample.Times[what]));

    private sealed record Sample(IReadOnlyDictionary<string, double> Times);
}
