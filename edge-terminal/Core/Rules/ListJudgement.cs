using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>How old is the list? DESIGN section 6.</summary>
/// <param name="Mode">What may be decided on it.</param>
/// <param name="AgeMilliseconds">As <see cref="Verdict.ListAgeMilliseconds"/>.</param>
/// <param name="PeersMissing">As <see cref="Verdict.PeersMissing"/>.</param>
internal readonly record struct ListJudgement(ListMode Mode, long? AgeMilliseconds, bool PeersMissing)
{
    /// <summary>The limits of a fresh list hold: it is one, and nothing of other terminals is missing.</summary>
    public bool IsFresh => Mode == ListMode.Fresh && !PeersMissing;

    public static ListJudgement Of(TerminalState state, Now now, TerminalLimits limits)
    {
        var (past, present) = state;
        if (AgeOf(state, now) is not { } age)
            return new ListJudgement(ListMode.Missing, null, present.Peers.SomeMissing);
        var confirmed = present.ConfirmedAtMilliseconds;
        // Without an echo in this boot a list is stale, whatever its date.
        var mode =
            age >= limits.ExpirySeconds * 1000L ? ListMode.Expired
            : confirmed is null && past.BootsWithoutBeat > limits.UntrustedBoots ? ListMode.Expired
            : confirmed is not null && age < limits.FreshSeconds * 1000L ? ListMode.Fresh
            : ListMode.Stale;
        return new ListJudgement(mode, age, present.Peers.SomeMissing);
    }

    /// <summary>Null when there is no list.</summary>
    public static long? AgeOf(TerminalState state, Now now)
    {
        var (past, present) = state;
        if (past.List is null || present.ListInUse != past.List)
            return null;
        return present.ConfirmedAtMilliseconds is { } at
            ? Math.Max(0, now.MonotonicMilliseconds - at)
            : past.ListAge?.AgeAt(now, past.MachineBoot) ?? 0;
    }

    public Verdict ToVerdict(
        Remembered past, CardClass? presented, long? counter, long priceListVersion,
        ValueList<TimedCheck> assumedGood) =>
        new(
            Mode,
            Mode == ListMode.Missing ? null : past.List,
            AgeMilliseconds,
            presented,
            priceListVersion,
            assumedGood,
            counter,
            PeersMissing);
}
