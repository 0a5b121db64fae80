using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>What runs have exercised: a checker that sees nothing finds nothing.</summary>
internal sealed class Exercise
{
    private readonly HashSet<(string Phase, string Input)> pairs = [];
    private readonly HashSet<Reason> reasons = [];
    private readonly long[] modes = new long[4];

    /// <summary>Cards that were held to a terminal that runs, to buy something there.</summary>
    public long Taps { get; private set; }

    /// <summary>Those that were sold to.</summary>
    public long Sales { get; private set; }

    /// <summary>Taps that ended in a verdict of a sale.</summary>
    public long Verdicts { get; private set; }

    /// <summary>Pairs of phase and input that the daemon's loop can come to.</summary>
    public static IReadOnlyList<(string Phase, string Input)> PossiblePairs { get; } =
    [
        .. from phase in StationFamilies.PhasesOf(typeof(KioskPhase))
           from input in StationFamilies.InputsOf(typeof(Input.AtKiosk))
           where WhyNever(phase, input) is null
           select (phase, input),
    ];

    /// <summary>
    /// Reasons that a kiosk can give: a gate's is not among them, and no list of this ledger has dates for cards.
    /// </summary>
    public static IReadOnlyList<Reason> PossibleReasons { get; } =
        [.. Enum.GetValues<Reason>().Except([Reason.PassedBack, Reason.CardExpired])];

    /// <summary>A card is held to a terminal that runs.</summary>
    /// <param name="toBuy">Its guest has chosen something, or there is one article only.</param>
    public void Tapped(bool toBuy) => Taps += toBuy ? 1 : 0;

    /// <summary>A terminal is given something.</summary>
    /// <exception cref="BrokenInvariant">That can never be, says <see cref="WhyNever"/>.</exception>
    public void Note(StationPhase phase, Input input)
    {
        var pair = (phase.GetType().Name, input.GetType().Name);
        if (pairs.Add(pair) && WhyNever(pair.Item1, pair.Item2) is { } why)
            throw new BrokenInvariant("what can never be is not", $"{pair.Item2} came in phase {pair.Item1}: {why}");
    }

    /// <summary>Why an input cannot come in a phase; null when it can.</summary>
    private static string? WhyNever(string phase, string input) => (phase, input) switch
    {
        (nameof(StationPhase.Stopped), _) => "the loop has ended",
        (nameof(StationPhase.Starting), not nameof(Input.Started)) => "the loop takes nothing before Started",
        (not nameof(StationPhase.Starting), nameof(Input.Started)) => "a process starts once",
        (not nameof(StationPhase.OutOfService), nameof(Input.EpochGranted)) =>
            "it is for a terminal at rest that may not go on, which is out of service",
        (not nameof(StationPhase.OutOfService), nameof(Input.LeftBehindRead)) =>
            "until it has ended, the fault lasts that made the terminal open an epoch",
        _ => null,
    };

    /// <summary>A record has become durable.</summary>
    public void Note(Fact fact)
    {
        if (fact is Fact.Sale sale)
            (Sales, Verdicts) = (Sales + 1, Verdicts + 1);
        if (fact is Fact.Refusal refusal)
        {
            Verdicts++;
            reasons.Add(refusal.Reason);
        }
        if (fact is Fact.Sale or Fact.Refusal && fact.DecidedOn() is { } verdict)
            modes[(int)verdict.Mode]++;
    }

    /// <summary>A terminal says why it does not serve.</summary>
    public void Note(GuestScreen screen)
    {
        if (screen is GuestScreen.OutOfService on)
            reasons.Add(on.Reason);
        if (screen is GuestScreen.Refused refused)
            reasons.Add(refused.Reason);
    }

    /// <summary>What another run has exercised.</summary>
    public void Add(Exercise other)
    {
        pairs.UnionWith(other.pairs);
        reasons.UnionWith(other.reasons);
        (Taps, Sales, Verdicts) = (Taps + other.Taps, Sales + other.Sales, Verdicts + other.Verdicts);
        for (var mode = 0; mode < modes.Length; mode++)
            modes[mode] += other.modes[mode];
    }

    /// <summary>What is missing, a sentence each; none: these runs count.</summary>
    public IEnumerable<string> Missing()
    {
        if (Sales * 2 < Taps)
            yield return $"{Sales} of {Taps} taps were approved; expected half";
        foreach (var mode in new[] { ListMode.Fresh, ListMode.Stale, ListMode.Expired })
            if (modes[(int)mode] * 10 < Verdicts)
                yield return $"{modes[(int)mode]} of {Verdicts} taps were decided on a list that is {mode}; " +
                    "expected a tenth";
        foreach (var reason in PossibleReasons.Except(reasons))
            yield return $"reason {(int)reason} ({reason}) was never given";
        foreach (var (phase, input) in PossiblePairs.Except(pairs))
            yield return $"{input} never came in phase {phase}";
    }

    /// <summary>In a line.</summary>
    public override string ToString() =>
        $"{Taps} taps, {100 * Sales / Math.Max(1, Taps)} % approved; of {Verdicts} verdicts on lists fresh " +
        $"{Percent(modes[(int)ListMode.Fresh])}, stale {Percent(modes[(int)ListMode.Stale])}, expired " +
        $"{Percent(modes[(int)ListMode.Expired])}; " +
        $"{reasons.Intersect(PossibleReasons).Count()} of {PossibleReasons.Count} reasons, " +
        $"{pairs.Intersect(PossiblePairs).Count()} of {PossiblePairs.Count} pairs of phase and input";

    private string Percent(long count) => $"{100 * count / Math.Max(1, Verdicts)} %";
}
