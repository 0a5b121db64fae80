using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Storage;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// A ledger of many cards makes lists, as its service has it do, while another thread books all the time: in a process
/// of its own, whose memory is looked at.
/// </summary>
internal sealed class ListMaking : IDisposable
{
    public const int Cards = 1_000_000;

    private const int CardsInEntry = 10_000;
    private const int Scattered = 7_000;
    private const int Singles = 20;

    /// <summary>Milliseconds: its service looks at the time so often.</summary>
    private const long Tick = 500;

    private static readonly TimeSpan BooksEvery = TimeSpan.FromMilliseconds(10);

    private readonly Site site = new();
    private readonly FileLedgerStore store;
    private readonly LedgerLogic logic;
    private readonly Action<string, double> say;
    private long now;
    private double longestTurn;
    private int turns;

    /// <param name="folder">Where its log is.</param>
    /// <param name="say">Told what was measured, in milliseconds and megabytes.</param>
    public ListMaking(string folder, Action<string, double> say)
    {
        this.say = say;
        store = new FileLedgerStore(
            new FolderStorage(folder), () => FileLock.Enter(Path.Combine(folder, "lock")));
        logic = new LedgerLogic(Site.Id, store, site.Ledger, new LedgerOptions());
    }

    /// <summary>All of it.</summary>
    public async Task RunAsync()
    {
        LedgerBench.Add(store, new LedgerEntry.TerminalEnrolled(
            Site.Bar, site.Terminal.PublicKey.ToJsonWebKey(), 1, TerminalLimits.Default));
        foreach (var numbers in Enumerable.Range(0, Cards).Chunk(CardsInEntry))
            LedgerBench.Add(store, new LedgerEntry.CardsAdded(
                [.. numbers.Select(number => LedgerBench.NewCard(Guests.Uid(number), "TLF 5000000"))]));
        GC.Collect();
        say("books, RssAnon", ProcessMemory.Of(Environment.ProcessId).Anonymous);

        await SeeAsync("first", () =>
        {
            if (!IsSaid(LedgerBench.Topics.CardList, logic.Connected(now)))
                Until(LedgerBench.Topics.CardList);
        });
        await SeeAsync("changes", () =>
        {
            for (var single = 0; single < Singles; single++)
            {
                Change([single]);
                Until(LedgerBench.Topics.CardDelta);
            }
        });
        // In nearly every chunk.
        foreach (var some in Enumerable.Range(0, Scattered).Chunk(Scattered / Singles))
        {
            Change(some.Select(number => number * (Cards / Scattered)));
            Until(LedgerBench.Topics.CardDelta);
        }
        now += new LedgerOptions().WholeAtLeastEvery;
        await SeeAsync("anew", () => Until(LedgerBench.Topics.CardList));
    }

    public void Dispose()
    {
        store.Dispose();
        site.Dispose();
    }

    private static bool IsSaid(string topic, IReadOnlyList<LedgerAction> actions) =>
        actions.OfType<LedgerAction.Publish>().Any(publish => publish.Message.Topic == topic);

    private void Change(IEnumerable<int> cards) => store.Change(draft =>
    {
        foreach (var number in cards)
            draft.Add(new LedgerEntry.CounterSet(Site.Card(Guests.Uid(number)), turns));
        return true;
    });

    /// <summary>Its service takes messages between two turns: they wait as long as the longest takes.</summary>
    private void Until(string topic)
    {
        for (var isSaid = false; !isSaid;)
        {
            now += Tick;
            turns++;
            var took = Elapsed.Milliseconds(() => isSaid = IsSaid(topic, logic.OnTime(now)));
            longestTurn = Math.Max(longestTurn, took);
        }
    }

    private async Task SeeAsync(string what, Action happen)
    {
        (longestTurn, turns) = (0, 0);
        using var over = new CancellationTokenSource();
        var start = Elapsed.Now;
        double longestWait;
        MemoryWatch watch;
        await using (watch = new MemoryWatch(Environment.ProcessId))
        {
            var booking = BookAsync(over.Token);
            happen();
            say(what + ", took", Elapsed.Milliseconds(start));
            await over.CancelAsync();
            longestWait = await booking;
        }
        say(what + ", longest turn", longestTurn);
        say(what + ", turns", turns);
        say(what + ", longest booking", longestWait);
        say(what + ", RssAnon", watch.MostAnonymous);
        GC.Collect();
        say(what + ", RssAnon after", ProcessMemory.Of(Environment.ProcessId).Anonymous);
    }

    /// <summary>A change of one card, again and again, beside the thread that makes lists.</summary>
    private async Task<double> BookAsync(CancellationToken over)
    {
        var longest = 0.0;
        try
        {
            for (var booked = 1; ; booked++)
            {
                await Task.Delay(BooksEvery, TimeProvider.System, over);
                longest = Math.Max(longest, Elapsed.Milliseconds(() => Change([booked * 7_919 % Cards])));
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return longest;
        }
    }
}
