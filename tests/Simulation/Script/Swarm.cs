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
        ("press", 60), ("power-cut", 8), ("kill", 6), ("stop", 4), ("full", 2), ("sync", 3), ("list-rot", 4),
        ("journal-rot", 2), ("list-lost", 3), ("reader", 6), ("panel", 6), ("silent", 10), ("clock", 6), ("staff", 8),
        ("block", 1), ("split", 3), ("weather", 6), ("half-open", 6), ("broker", 2), ("ledger-cut", 4), ("backup", 6),
        ("restore", 0.6),
    ];

    /// <summary>A mix: about half of all kinds, each at a rate of its own.</summary>
    public static Swarm Draw(Chance chance) => new(Kinds.ToDictionary(
        kind => kind.Kind,
        kind => chance.Happens(0.55) ? kind.Most * Math.Pow(chance.Fraction(), 2) : 0));

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
