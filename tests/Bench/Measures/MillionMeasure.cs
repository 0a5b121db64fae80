using CloudBridge.Contract;
using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.Bench;

/// <summary>The daemon's process while lists of a million cards come over the wire.</summary>
internal sealed class MillionMeasure : IMeasure
{
    private const int Cards = 1_000_000;
    private const int Changes = 20;

    public string Name => "million";

    public string Description => $"the daemon's process, with lists of {Cards:N0} cards (1 MB = 1,000,000 bytes)";

    public async Task RunAsync(Table table, CancellationToken cancellation)
    {
        var cards = new CardEntry[Cards];
        for (var number = 0; number < Cards; number++)
            cards[number] = Guests.Entry(number);
        table.Head(this, "RssAnon", "its peak", "PSS");
        foreach (var cache in CardCaches.All)
            await RunAsync(table, cache.Name, [.. cards], cancellation);
    }

    private static async Task RunAsync(
        Table table, string cache, CardEntry[] cards, CancellationToken cancellation)
    {
        await using var terminal = await FedTerminal.OpenAsync(cache, cancellation);
        var start = Elapsed.Now;
        await SeeAsync("the first list", () => terminal.FeedAsync(1, cards, cancellation));
        var milliseconds = Elapsed.Milliseconds(start);
        table.Write("  from nothing to in use", "", Words.Time(milliseconds), "", "",
            Budget.AtMost("<= 60 s", 60_000, milliseconds), milliseconds);
        await SeeAsync($"{Changes} differentials of one card each", async () =>
        {
            for (var change = 0; change < Changes; change++)
            {
                cards[change * 1_009] = cards[change * 1_009] with { State = CardState.Blocked };
                await terminal.ChangeAsync(2 + change, Cards, cards[change * 1_009], cancellation);
            }
        });
        await SeeAsync("a list with all balances other", () => terminal.FeedAsync(
            100,
            [.. cards.Select(card => card with { Balances = [.. Kiosks.Amounts("TNF 150, TLF 4000000")] })],
            cancellation));
        await terminal.RestartAsync(cancellation);
        await SeeAsync("a start with the list on disk", () => terminal.ListedAsync(cancellation));

        async Task SeeAsync(string what, Func<Task> happen)
        {
            var begin = Elapsed.Now;
            MemoryWatch watch;
            await using (watch = new MemoryWatch(terminal.Process))
                await happen();
            var memory = ProcessMemory.Of(terminal.Process);
            var most = Math.Max(memory.Anonymous, watch.MostAnonymous);
            table.Write(
                $"{cache}: {what}",
                Words.Time(Elapsed.Milliseconds(begin)),
                Words.Megabytes(memory.Anonymous),
                Words.Megabytes(most),
                Words.Megabytes(ProcessMemory.ProportionalOf(terminal.Process)),
                Budget.AtMost("peak <= 110 MB", 110, most),
                most);
            table.Write("  VmRSS, its peak", "", Words.Megabytes(memory.Resident),
                Words.Megabytes(memory.MostResident), "", null, memory.Resident);
        }
    }
}
