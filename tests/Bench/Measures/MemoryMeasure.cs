using CloudBridge.Contract;
using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// The daemon as an operator starts it, with a ledger, a broker and an emulated reader; its list comes over the wire.
/// </summary>
internal sealed class MemoryMeasure : IMeasure
{
    private const int Cards = 10_000;
    private const int Few = 10;
    private const int Many = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public string Name => "memory";

    public string Description => $"the daemon's process, with a list of {Cards:N0} cards (1 MB = 1,000,000 bytes)";

    public async Task RunAsync(Table table, CancellationToken cancellation)
    {
        table.Head(this, "now", "peak", "");
        foreach (var cache in CardCaches.All)
            await RunAsync(table, cache.Name, cancellation);
        await using var idle = await Role.BeginAsync(Role.Idle, "");
        await idle.Output.First<string>(0, cancellation);
        var bare = ProcessMemory.Of(idle.Id);
        Write(table, "RssAnon of a bare .NET process", bare.Anonymous, null, null);
        Write(table, "VmRSS of a bare .NET process", bare.Resident, bare.MostResident, null);
    }

    private static async Task RunAsync(Table table, string cache, CancellationToken cancellation)
    {
        var plan = new SitePlan(
            "verger",
            "bar-1",
            EnrolOptions: [],
            [.. Enumerable.Range(0, Cards).Select(number => $"{Guests.Uid(number)},uid,ok,TLF,2000")],
            [new SiteArticle("beer", "1", "Bière", 350, 2000)]) { CardCache = cache };
        await using var site = await RunningSite.OpenAsync(plan, cancellation);
        await using var watch = new MemoryWatch(site.TerminalProcess);
        await Eventually.TrueAsync(() => HasList(site), "the list is in use", Patience, cancellation);
        var listed = Look(site, watch);
        await TapAsync(site, 0, Few, cancellation);
        var few = Look(site, watch);
        await TapAsync(site, Few, Many, cancellation);
        var many = Look(site, watch);

        Write(table, $"{cache}: list in use", listed);
        Write(table, $"{cache}: {Few} taps, a new list a second", few);
        Write(table, $"{cache}: {Many} taps, a new list a second", many);
    }

    private static Seen Look(RunningSite site, MemoryWatch watch)
    {
        var memory = ProcessMemory.Of(site.TerminalProcess);
        return new Seen(
            memory,
            ProcessMemory.ProportionalOf(site.TerminalProcess),
            Math.Max(memory.Anonymous, watch.MostAnonymous));
    }

    private static bool HasList(RunningSite site) =>
        site.ReadJournal().Any(record => record.Fact is Fact.ListApplied { Cards: Cards });

    /// <summary>Guests buy a beer each, one after the other.</summary>
    private static async Task TapAsync(RunningSite site, int from, int to, CancellationToken cancellation)
    {
        for (var guest = from; guest < to; guest++)
        {
            var seen = site.Panel.Sights.Seen.Count;
            await site.Panel.PressAsync("1", cancellation);
            await site.Panel.ReadsAsync(seen, "To pay", cancellation);
            await site.PutAsync(Guests.Uid(guest));
            await site.Panel.ReadsAsync(seen, "Thank you", cancellation);
            await site.TakeAsync(cancellation);
        }
    }

    private static void Write(Table table, string what, Seen seen)
    {
        var (memory, proportional, most) = seen;
        Write(table, "RssAnon, " + what, memory.Anonymous, most, Budget.AtMost("peak <= 35 MB", 35, most));
        Write(table, "PSS, " + what, proportional, null, null);
        Write(table, "VmRSS, " + what, memory.Resident, memory.MostResident,
            Budget.AtMost("<= 90 MB", 90, memory.Resident));
    }

    private static void Write(Table table, string what, double now, double? peak, Budget? budget) => table.Write(
        what, "1", Words.Megabytes(now), peak is { } most ? Words.Megabytes(most) : "", "", budget, peak ?? now);

    private sealed record Seen(ProcessMemory Memory, double Proportional, double MostAnonymous);
}
