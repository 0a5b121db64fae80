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
    /// After so long without a sign of the other machine, with the ledger heard, it is gone. More than the longest that
    /// it may wait before it dials again (<c>mqtt.longestPauseSeconds</c>, at most 300) and takes our place.
    /// </summary>
    private const long QuietMilliseconds = 360_000;

    private (string Detail, long At, long Epoch)? twin;
    private string? keysLost;

    /// <summary>
    /// Another machine runs with this terminal's key. Once the ledger has granted us an epoch and we are in it, what
    /// was seen before is settled: a machine that goes on in the former one sees our word, and stops.
    /// </summary>
    /// <param name="detail">Which.</param>
    /// <param name="epoch">In which epoch it wrote.</param>
    public void TwinSeen(string detail, long epoch) => twin = (detail, clock.Monotonic, epoch);

    /// <summary>The ledger was heard: our connection is there.</summary>
    public void HeardLedger()
    {
        if (clock.Monotonic - twin?.At >= QuietMilliseconds)
            twin = null;
    }

    /// <summary>Could the keys be read that a card was to prove itself with?</summary>
    /// <param name="why">Why not; null: they could.</param>
    public void KeysAsked(string? why) => keysLost = why;

    /// <summary>What has changed; null when nothing has.</summary>
    /// <param name="raised">What is raised.</param>
    public Input? Change(ImmutableSortedSet<Fault> raised)
    {
        if (twin?.Epoch < journal.Epoch)
            twin = null;
        if (twin is not null != raised.Contains(Fault.TerminalTwice))
            return twin is { } seen
                ? new Input.FaultBegan(Fault.TerminalTwice, seen.Detail)
                : new Input.FaultEnded(Fault.TerminalTwice);
        if (lists.CacheDamage is not null != raised.Contains(Fault.CardCacheLost))
            return lists.CacheDamage is { } damage
                ? new Input.FaultBegan(Fault.CardCacheLost, damage)
                : new Input.FaultEnded(Fault.CardCacheLost);
        if (keysLost is not null != raised.Contains(Fault.CardKeysLost))
            return keysLost is { } why
                ? new Input.FaultBegan(Fault.CardKeysLost, why)
                : new Input.FaultEnded(Fault.CardKeysLost);
        if (!raised.Contains(Fault.JournalFull))
            return journal.WhyFull is { } full ? new Input.FaultBegan(Fault.JournalFull, full) : null;
        return journal.HasAmpleRoom ? new Input.FaultEnded(Fault.JournalFull) : null;
    }
}
