using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// Who is inside a gate's zone, by its own journal and by what was heard of the zone's other gates. Clocks of two gates
/// compare only where both were set; else it is believed that whoever went in went out again.
/// </summary>
internal sealed class Inside(TerminalSetup setup, GateSetup gate, TerminalState state, Now now)
{
    private readonly GateMemory own = state.Past.Gate;
    private readonly HeardPassages heard = state.Present.Peers.Passages;
    private long? people;

    /// <summary>How many people are in the zone.</summary>
    public long People => people ??= Math.Max(0L, gate.Zone is { } zone ? PeopleOf(zone) : own.PeopleIn(zone: null));

    /// <summary>
    /// At some gate the last that the card did was to go in, and it went out at none since.
    /// </summary>
    public bool Has(CardToken card)
    {
        var last = gate.Zone is { } zone ? heard.LastOf(card, zone).ToList() : [];
        if (own.LastOf(card, gate.Zone) is { } here)
            last.Add(here);
        return last.Any(entry => entry.IsEntry && !IsReset(entry) &&
            last.All(other => other.IsEntry || IsSurelyBefore(other.Stamp, entry.Stamp)));
    }

    private static bool IsSurelyBefore(Stamp first, Stamp second) =>
        first.Trusted && second.Trusted && first.WallMilliseconds < second.WallMilliseconds;

    /// <summary>
    /// Each gate's count is of what came after its own fire. What came after another's is told by the clocks.
    /// </summary>
    private long PeopleOf(ZoneId zone)
    {
        var fires = heard.Gates.Where(row => row.Value.Fire?.Zone == zone)
            .ToDictionary(row => row.Key, row => row.Value.Fire!.Stamp);
        var others = heard.Gates.Sum(row => Since(
            [.. fires.Where(fire => fire.Key != row.Key).Select(fire => fire.Value), .. OwnFire()],
            () => row.Value.PeopleIn(zone),
            moment => row.Value.PeopleSince(zone, moment)));
        return others + Since(
            [.. fires.Values], () => own.PeopleIn(zone), moment => own.PeopleSince(zone, moment));
    }

    private IEnumerable<Stamp> OwnFire() => own.Fire is { } fire ? [fire.Stamp] : [];

    private static long Since(List<Stamp> fires, Func<long> all, Func<long, long> since) =>
        fires.Count == 0 ? all()
        : fires.TrueForAll(fire => fire.Trusted) ? since(fires.Max(fire => fire.WallMilliseconds))
        : 0;

    private bool IsReset(Passage entry) =>
        gate.PassBack.ResetMilliseconds is { } after && Elapsed(entry) >= after ||
        gate.PassBack.ResetsDaily && now.Trusted && entry.Stamp.Trusted &&
        setup.Limits.DayOf(entry.Stamp.WallMilliseconds) < setup.Limits.DayOf(now.WallMilliseconds);

    /// <summary>Null: nobody knows.</summary>
    private long? Elapsed(Passage passage) =>
        passage.MachineBoot.Length > 0 && passage.MachineBoot == state.Past.MachineBoot
            ? now.MonotonicMilliseconds - passage.Stamp.MonotonicMilliseconds
        : passage.Stamp.Trusted && now.Trusted ? now.WallMilliseconds - passage.Stamp.WallMilliseconds
        : null;
}
