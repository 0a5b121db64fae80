using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Holds that lists count, booked ones and those that wait, in the order in which they came.</summary>
internal sealed class CountingHolds
{
    /// <summary>
    /// Of one terminal: a tap has one. With more the oldest is let go, so that whoever holds a terminal's key cannot
    /// have us watch holds without end.
    /// </summary>
    public const int MostOfATerminal = 1_000;

    private readonly SortedDictionary<long, CountingHold> rows = [];
    private readonly Dictionary<Digest, long> numbers = [];
    private readonly Dictionary<TerminalId, SortedSet<long>> ofTerminals = [];

    /// <summary>The number of the one that came last; 0: none ever came.</summary>
    public long Last { get; private set; }

    /// <summary>Does it count?</summary>
    public bool Has(Digest hash) => numbers.ContainsKey(hash);

    /// <summary>One came; whatever it was before, it is the last one now.</summary>
    public void Add(CountingHold hold)
    {
        Remove(hold.Hash);
        Last++;
        rows.Add(Last, hold);
        numbers.Add(hold.Hash, Last);
        ofTerminals.TryAdd(hold.Terminal, []);
        ofTerminals[hold.Terminal].Add(Last);
    }

    /// <summary>It counts no more, if it did.</summary>
    public void Remove(Digest hash)
    {
        if (!numbers.Remove(hash, out var number) || !rows.Remove(number, out var hold))
            return;
        ofTerminals[hold.Terminal].Remove(number);
        if (ofTerminals[hold.Terminal].Count == 0)
            ofTerminals.Remove(hold.Terminal);
    }

    /// <summary>Those that have counted long enough.</summary>
    /// <param name="through">The number of the last one that came long ago.</param>
    /// <param name="isOpen">Nothing that came has closed it.</param>
    public IEnumerable<CountingHold> Oldest(long through, Func<CountingHold, bool> isOpen) =>
        rows.TakeWhile(row => row.Key <= through).Select(row => row.Value).Where(isOpen)
            .Union(ofTerminals.Values
                .Where(some => some.Count > MostOfATerminal)
                .SelectMany(some => some.Select(number => rows[number]).Where(isOpen).SkipLast(MostOfATerminal)));
}
