namespace Tests.Simulation;

/// <summary>
/// How often what goes wrong, in one run: each seed draws its own mix, so that some runs have much of one thing and
/// nothing of another (Groce and others, Swarm Testing, ISSTA 2012).
/// </summary>
/// <param name="Rates">Of each kind, times an hour for each machine.</param>
internal sealed record Swarm(IReadOnlyDictionary<string, double> Rates)
{
    private static readonly (string Kind, double Most)[] Kinds =
    [
        ("press", 400), ("power-cut", 40), ("kill", 30), ("stop", 40), ("full", 6), ("sync", 12), ("list-rot", 20),
        ("journal-rot", 6), ("list-lost", 12), ("reader", 40), ("panel", 40), ("silent", 90), ("clock", 20),
        ("staff", 30), ("block", 4), ("split", 12), ("weather", 30), ("half-open", 20), ("broker", 10),
        ("ledger-cut", 16), ("backup", 20), ("restore", 2),
        // Behind those of all terminals: what a seed draws for them does not depend on these.
        ("station-press", 400), ("fire", 30), ("Keg", 3), ("Meter", 3), ("Leak", 3), ("Valve", 20), ("Tampered", 30),
        ("Turnstile", 20), ("cut-in-act", 60), ("Contact", 20), ("FireInput", 20),
    ];

    /// <summary>A mix: about half of all kinds, each at a rate of its own.</summary>
    public static Swarm Draw(Chance chance) => new(Kinds.ToDictionary(
        kind => kind.Kind,
        kind => chance.Happens(0.55) ? kind.Most * Math.Pow(chance.Fraction(), 2) : 0));

    /// <summary>All of it.</summary>
    public static Swarm Storm { get; } = new(Kinds.ToDictionary(kind => kind.Kind, kind => kind.Most / 2));

    /// <summary>When a kind of thing happens, from the beginning to an end.</summary>
    public IEnumerable<long> Times(string kind, int machines, long through, Chance chance)
    {
        const double hour = 3_600_000;
        var rate = Rates[kind] * machines;
        if (rate <= 0)
            yield break;
        for (var at = chance.Wait(hour / rate); at < through; at += 1 + chance.Wait(hour / rate))
            yield return at;
    }
}
