using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What hours came to, folded record by record, so that nobody reads the log to see it.</summary>
internal sealed class HourBook
{
    /// <summary>Two years of them. Older ones are in the log.</summary>
    public const int MostHours = 2 * 366 * 24;

    /// <summary>Whoever does not go through says so soon.</summary>
    private const int MostEntriesKept = 10_000;

    private const long Hour = 3_600_000;

    private readonly SortedDictionary<long, HourTotal> hours = [];
    private readonly Dictionary<(TerminalId, long, long), int> people = [];
    private readonly Queue<(TerminalId, long, long)> order = [];

    /// <summary>Hours in which there was something, from one on, in order.</summary>
    /// <param name="first">Its number: hours since 1970-01-01T00:00:00Z.</param>
    public IEnumerable<(long Hour, HourTotal Total)> From(long first) =>
        hours.Where(row => row.Key >= first).Select(row => (row.Key, row.Value));

    /// <summary>A record was booked.</summary>
    /// <param name="booked">As it stands in the log.</param>
    /// <param name="head">Of its line.</param>
    /// <param name="fact">What it says.</param>
    /// <param name="isNew">No other record said so before.</param>
    public void Note(LedgerEntry.RecordBooked booked, RecordHead head, Fact fact, bool isNew)
    {
        var sales = Account.SalesOf(booked.Terminal);
        var hour = HourOf(head.Stamp, booked.AtMilliseconds);
        foreach (var posting in booked.Postings)
            if (posting.Account == sales)
                At(hour).Sell(posting.Asset, posting.Amount);
        if (!isNew)
            return;
        if (fact is Fact.Capture { Microlitres: var flowed })
            At(hour).Microlitres += flowed;
        else if (fact is Fact.Entry { People: var entered })
            Enter(hour, NameOf(booked, head), entered);
        else if (fact is Fact.EntryAbandoned { Abandoned: var (epoch, sequence) } &&
            people.Remove((booked.Terminal, epoch, sequence), out var back))
            At(hour).Entries -= back;
    }

    /// <summary>
    /// When it was made, where the terminal knew the time, and never later than it came; else when it came.
    /// </summary>
    private static long HourOf(Stamp stamp, long? receivedMilliseconds) => Math.Max(0, (
        receivedMilliseconds is not { } received ? stamp.WallMilliseconds
        : stamp.Trusted ? Math.Min(stamp.WallMilliseconds, received)
        : received) / Hour);

    /// <summary>What says again what was said before is called as the first that said it.</summary>
    private static (TerminalId, long, long) NameOf(LedgerEntry.RecordBooked booked, RecordHead head) =>
        head.Reissues is { } first
            ? (booked.Terminal, first.Epoch, first.Sequence)
            : (booked.Terminal, booked.Epoch, booked.Sequence);

    private void Enter(long hour, (TerminalId, long, long) name, int entered)
    {
        At(hour).Entries += entered;
        if (!people.TryAdd(name, entered))
            return;
        order.Enqueue(name);
        if (order.Count > MostEntriesKept)
            people.Remove(order.Dequeue());
    }

    private HourTotal At(long hour)
    {
        if (hours.TryGetValue(hour, out var total))
            return total;
        hours[hour] = total = new HourTotal();
        if (hours.Count > MostHours)
            hours.Remove(hours.First().Key);
        return total;
    }
}
