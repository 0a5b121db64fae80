using System.Collections.Immutable;
using EdgeTerminal.Core;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary>
/// Faults that no device reports: the loop asks before each input whether one has begun or is over. A full journal is
/// over only when there is ample room, so that it is not raised and cleared with each sale.
/// </summary>
internal sealed class Levels(Journal journal, CardListStore lists, TerminalClock clock)
{
    /// <summary>
    /// One takeover is our own half-open connection, or a machine that was swapped. Two within this time are two
    /// machines; and after as long without one, with the ledger heard, they are one again.
    /// </summary>
    private const long TwinMilliseconds = 60_000;

    private long? takenOverAt;
    private bool isTwice;

    /// <summary>Another connection with our client id has taken the place of ours at the broker.</summary>
    public void TakenOver()
    {
        var now = clock.Monotonic;
        isTwice |= now - takenOverAt < TwinMilliseconds;
        takenOverAt = now;
    }

    /// <summary>The ledger was heard: our connection is there.</summary>
    public void HeardLedger() => isTwice &= clock.Monotonic - takenOverAt < TwinMilliseconds;

    /// <summary>What has changed; null when nothing has.</summary>
    /// <param name="raised">What is raised.</param>
    public Input? Change(ImmutableSortedSet<Fault> raised)
    {
        if (isTwice != raised.Contains(Fault.TerminalTwice))
            return isTwice
                ? new Input.FaultBegan(Fault.TerminalTwice, "the broker gave our place to another, twice in a minute")
                : new Input.FaultEnded(Fault.TerminalTwice);
        if (lists.CacheDamage is not null != raised.Contains(Fault.CardCacheLost))
            return lists.CacheDamage is { } damage
                ? new Input.FaultBegan(Fault.CardCacheLost, damage)
                : new Input.FaultEnded(Fault.CardCacheLost);
        if (!raised.Contains(Fault.JournalFull))
            return journal.WhyFull is { } why ? new Input.FaultBegan(Fault.JournalFull, why) : null;
        return journal.HasAmpleRoom ? new Input.FaultEnded(Fault.JournalFull) : null;
    }
}
