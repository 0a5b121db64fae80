using CloudBridge.Contract;

namespace Tests.Simulation;

/// <summary>
/// How old a terminal's list is, by the true time and by what was really brought to it: the terminal's own word counts
/// for nothing. DESIGN section 6: a list is as old as the ask whose echo confirmed it, or one before it in its era.
/// </summary>
/// <param name="agenda">The true time.</param>
/// <param name="plan">Its limits.</param>
internal sealed class ListAge(Agenda agenda, Plan plan)
{
    /// <summary>Clocks drift by so little while a list is fresh, and are read in whole milliseconds.</summary>
    private const long Slack = 100;

    private readonly Dictionary<Nonce, long> asks = [];
    private readonly Dictionary<ListVersion, long> confirmed = [];
    private int startsWithoutBeat;
    private long? since;
    private long powered;
    private long bootedAt;
    private long lastDurable;

    /// <summary>The machine boots: what it saw of the time before is in its records.</summary>
    public void Booted()
    {
        if (since is { } begin)
            powered += Math.Max(0, lastDurable - Math.Max(bootedAt, begin));
        bootedAt = lastDurable = agenda.Now;
    }

    /// <summary>A process starts: no ask of it has been sent.</summary>
    public void Started()
    {
        asks.Clear();
        confirmed.Clear();
    }

    /// <summary>It has asked.</summary>
    public void Asked(AskMessage ask) => asks[ask.Nonce] = agenda.Now;

    /// <summary>What the ledger has said was brought to it, perhaps once more, perhaps late.</summary>
    public void Heard(BeatMessage beat)
    {
        if (!asks.TryGetValue(beat.Echo.Nonce, out var at))
            return;
        startsWithoutBeat = 0;
        if (!(at <= since))
            (since, powered) = (at, 0);
        if (beat.List() is { } list)
            confirmed[list] = Math.Max(at, confirmed.GetValueOrDefault(list));
    }

    /// <summary>A record is durable.</summary>
    public void Saw(Fact fact)
    {
        lastDurable = agenda.Now;
        if (fact is Fact.BootStarted)
            startsWithoutBeat++;
    }

    /// <summary>It has taken its first list.</summary>
    public void TookFirst() => Forget();

    /// <summary>What it knew of the time is lost.</summary>
    public void Forget() => (since, powered, startsWithoutBeat) = (agenda.Now, 0, 0);

    /// <summary>How old that list is now.</summary>
    public Reading Of(ListVersion list)
    {
        long? asked = null;
        foreach (var (known, at) in confirmed)
            if (known.Era == list.Era && known <= list && !(at <= asked))
                asked = at;
        // Time without power is not known to it.
        var atLeast = powered + agenda.Now - Math.Max(bootedAt, since ?? bootedAt);
        return new Reading(agenda.Now - asked, atLeast, startsWithoutBeat, plan.ExpirySeconds);
    }

    /// <summary>A list's age at a moment.</summary>
    /// <param name="Confirmed">Since the ask whose echo confirmed it to this process; null: none has.</param>
    /// <param name="AtLeast">What the terminal must know without an echo, from its records.</param>
    /// <param name="StartsWithoutBeat">In a row.</param>
    /// <param name="ExpirySeconds">When it expires.</param>
    internal readonly record struct Reading(long? Confirmed, long AtLeast, int StartsWithoutBeat, int ExpirySeconds)
    {
        /// <summary>Why nothing may be sold on it; null: something may.</summary>
        public string? Expired =>
            (Confirmed ?? AtLeast) is var age && age >= ExpirySeconds * 1_000L + Slack ? $"it is {age} ms old at least"
            : Confirmed is null && StartsWithoutBeat > Shop.UntrustedBoots
                ? $"{StartsWithoutBeat} starts in a row have heard no beat"
            : null;

        /// <summary>Why it is not fresh; null: it may be.</summary>
        public string? NotFresh =>
            Confirmed is not { } age ? "no echo has come"
            : age >= Shop.FreshSeconds * 1_000L + Slack ? $"it was asked for {age} ms ago"
            : null;
    }
}
