using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// A running ledger of a million cards, its broker, and 200 terminals that have no list and all ask at one moment, one
/// of them the real daemon: times, and memory at both ends. Then a few sales, each until all others know of it.
/// </summary>
internal sealed class AskingMeasure : IMeasure
{
    private const int Cards = 1_000_000;
    private const int Terminals = 200;
    private const int Sales = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Name => "asking";

    public string Description =>
        $"{Terminals} terminals ask at once for a running ledger's list of {Words.Count(Cards)} cards";

    public async Task RunAsync(Table table, CancellationToken cancellation)
    {
        await using var site = await AskedSite.StartAsync(Cards, Terminals - 1, cancellation);
        var (ledger, broker) = (ProcessMemory.Of(site.Ledger), ProcessMemory.Of(site.Broker));
        IReadOnlyList<ListAsker> others;
        double listed;
        MemoryWatch ledgers, brokers;
        await using (ledgers = new MemoryWatch(site.Ledger))
        await using (brokers = new MemoryWatch(site.Broker))
            (others, listed) = await site.AskAsync(cancellation);
        var terminal = ProcessMemory.Of(site.Terminal);
        var fetched = Distribution.Of([.. await Task.WhenAll(others.Select(other => other.Listed))]);
        var answered = Distribution.Of([.. await Task.WhenAll(others.Select(other => other.Answered))]);
        var known = await SellAsync(site, others, cancellation);

        table.Head(this);
        table.Times($"{others.Count} terminals: ask -> the whole list", fetched,
            Budget.AtMost("max <= 60 s", 60_000, fetched.Most));
        table.Times("  ask -> the ledger's beat meanwhile", answered);
        table.Write("the daemon, from its start: list in use", "", Words.Time(listed), "", "",
            Budget.AtMost("<= 60 s", 60_000, listed), listed);
        table.Times("a sale -> the last terminal has the differential", known,
            Budget.AtMost("p99 <= 1 s", 1_000, known.P99));
        table.Head(this, "before", "peak", "after");
        Memory("RssAnon of the ledger", ledger.Anonymous, ledgers, ProcessMemory.Of(site.Ledger).Anonymous);
        Memory("RssAnon of the broker", broker.Anonymous, brokers, ProcessMemory.Of(site.Broker).Anonymous);
        table.Write("RssAnon of the daemon, list in use", "", "", Words.Megabytes(terminal.Anonymous), "",
            Budget.AtMost("<= 110 MB", 110, terminal.Anonymous), terminal.Anonymous);

        void Memory(string what, double before, MemoryWatch watch, double after) => table.Write(
            what, Words.Megabytes(before), Words.Megabytes(watch.MostAnonymous), Words.Megabytes(after), "", null,
            watch.MostAnonymous);
    }

    /// <returns>Milliseconds from each sale until the last of the others has the differential that says it.</returns>
    private static async Task<Distribution> SellAsync(
        AskedSite site, IReadOnlyList<ListAsker> others, CancellationToken cancellation)
    {
        var times = new List<double>();
        for (var seller = 0; seller < Sales; seller++)
        {
            var name = site.Others[seller].Name;
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var left = others.Count;
            void See(ListDelta delta)
            {
                if (delta.Watermarks.Any(mark => mark.Terminal == name) && Interlocked.Decrement(ref left) == 0)
                    done.TrySetResult();
            }
            foreach (var other in others)
                other.Changed += See;
            var start = Elapsed.Now;
            await site.SellAsync(seller, cancellation);
            await Eventually.CompletesAsync(done.Task, "all know of it", Patience, cancellation);
            times.Add(Elapsed.Milliseconds(start));
            foreach (var other in others)
                other.Changed -= See;
        }
        return Distribution.Of(times);
    }
}
