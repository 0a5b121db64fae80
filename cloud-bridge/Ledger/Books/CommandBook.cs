using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What a terminal was ordered to do, and what it says came of it.</summary>
internal sealed class CommandBook
{
    /// <summary>
    /// So many numbers has an era: what a backup lacks may have used up the next ones, and a terminal does none twice.
    /// </summary>
    public const long NumbersAnEra = 1_000_000;

    /// <summary>What came of more than these is in the log.</summary>
    public const int MostKept = 1_000;

    private readonly SortedDictionary<long, GivenCommand> given = [];
    private readonly SortedDictionary<long, GivenCommand> waiting = [];

    /// <summary>The last ones, in order.</summary>
    public IEnumerable<GivenCommand> All => given.Values;

    /// <summary>The last number that was given; 0: none was.</summary>
    public long Last { get; private set; }

    /// <summary>The number of the next one.</summary>
    public long Next(long era) => Math.Max(Last, (era - 1) * NumbersAnEra) + 1;

    /// <summary>
    /// The one that is to be done now: the oldest that is neither answered nor expired, and before it one that brooks
    /// no delay: a terminal may leave a restart unanswered for hours.
    /// </summary>
    /// <param name="wallMilliseconds">The ledger's time, since 1970-01-01T00:00:00Z.</param>
    public GivenCommand? Due(long wallMilliseconds)
    {
        var due = waiting.Values.Where(command => wallMilliseconds <= command.ExpiresMilliseconds).ToList();
        return due.Find(command => command.Command is CommandKind.StopPour or CommandKind.BlockCard) ??
            due.FirstOrDefault();
    }

    /// <summary>May it still be answered?</summary>
    public bool IsWaitedFor(GivenCommand command) => waiting.ContainsKey(command.Number);

    /// <summary>One was given.</summary>
    public void Give(LedgerEntry.CommandGiven entry)
    {
        Last = entry.Number;
        given[Last] = waiting[Last] =
            new GivenCommand(Last, entry.Command, entry.Card, entry.ExpiresMilliseconds, Outcome: null);
        if (given.Count <= MostKept)
            return;
        var oldest = given.First().Key;
        given.Remove(oldest);
        waiting.Remove(oldest);
    }

    /// <summary>
    /// The terminal has answered, and will answer none any more that has a lower number; its answers to those may come
    /// late.
    /// </summary>
    public void Note(Fact.CommandDone done)
    {
        if (!given.TryGetValue(done.Number, out var command) || command.Command != done.Command)
            return;
        given[done.Number] = command with { Outcome = done.Outcome };
        foreach (var number in waiting.Keys.TakeWhile(number => number <= done.Number).ToList())
            waiting.Remove(number);
    }
}
