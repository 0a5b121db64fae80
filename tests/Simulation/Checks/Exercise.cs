using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>What runs have exercised: a checker that sees nothing finds nothing.</summary>
internal sealed class Exercise
{
    private readonly HashSet<(StationKind Kind, string Phase, string Input)> pairs = [];
    private readonly HashSet<Reason> reasons = [];
    private readonly long[] modes = new long[4];

    /// <summary>Cards that were held to a terminal that runs, to buy something there.</summary>
    public long Taps { get; private set; }

    /// <summary>Those that were sold to.</summary>
    public long Sales { get; private set; }

    /// <summary>Taps that ended in a verdict of a sale.</summary>
    public long Verdicts { get; private set; }

    /// <summary>Sales that two cards paid together.</summary>
    public long PaidTogether { get; private set; }

    /// <summary>Pairs of phase and input that the daemon's loop can come to, of each station.</summary>
    public static IReadOnlyList<(StationKind Kind, string Phase, string Input)> PossiblePairs { get; } =
    [
        .. PairsOf(StationKind.Kiosk, typeof(KioskPhase), typeof(Input.AtKiosk)),
        .. PairsOf(StationKind.Drink, typeof(PourPhase), typeof(Input.AtDrinkStation)),
        .. PairsOf(StationKind.Gate, typeof(GatePhase), typeof(Input.AtGate)),
    ];

    /// <summary>
    /// Reasons that can be given: no list of this ledger has dates for cards, and nobody here is staff that a station
    /// could refuse.
    /// </summary>
    public static IReadOnlyList<Reason> PossibleReasons { get; } =
    [
        .. Enum.GetValues<Reason>().Except(
        [
            Reason.CardExpired, Reason.WrongPin, Reason.PinLocked, Reason.NotAllowed, Reason.NothingToVoid,
            Reason.CreditAtOnce, Reason.CreditADay, Reason.CreditTotal,
        ]),
    ];

    /// <summary>A card is held to a terminal that runs.</summary>
    /// <param name="wishes">How much its guest wants to be granted: of who only asks for a balance, nothing.</param>
    public void Tapped(int wishes) => Taps += wishes;

    /// <summary>A terminal is given something.</summary>
    /// <exception cref="BrokenInvariant">That can never be, says <see cref="WhyNever"/>.</exception>
    public void Note(StationKind kind, StationPhase phase, Input input)
    {
        var pair = (kind, Phase: phase.GetType().Name, Input: input.GetType().Name);
        if (pairs.Add(pair) && WhyNever(kind, pair.Phase, pair.Input) is { } why)
            throw new BrokenInvariant("what can never be is not", $"{pair.Input} came in phase {pair.Phase}: {why}");
    }

    private static IEnumerable<(StationKind Kind, string Phase, string Input)> PairsOf(
        StationKind kind, Type phases, Type inputs) =>
        from phase in StationFamilies.PhasesOf(phases)
        from input in StationFamilies.InputsOf(inputs)
        where WhyNever(kind, phase, input) is null
        select (kind, phase, input);

    /// <summary>Why an input cannot come in a phase; null when it can.</summary>
    private static string? WhyNever(StationKind kind, string phase, string input) => (phase, input) switch
    {
        (nameof(StationPhase.Stopped), _) => "the loop has ended",
        (nameof(KioskPhase.PinAsked) or nameof(KioskPhase.PinTyped) or nameof(KioskPhase.AtWork), _) or
            (_, nameof(Input.PinTried)) => "kiosks here have no staff",
        (nameof(PourPhase.Chosen) or nameof(PourPhase.Asked) or nameof(PourPhase.Measuring), _) or
            (_, nameof(Input.TapChosen) or nameof(Input.WorkChosen) or nameof(Input.VolumeChanged) or
                nameof(Input.WorkDropped)) => "drink stations here have one tap, and no staff works at it",
        (_, nameof(Input.DigitTyped) or nameof(Input.Confirmed) or nameof(Input.KnobTurned)) =>
            "guests here press the keys of articles",
        (nameof(StationPhase.Starting), not nameof(Input.Started)) => "the loop takes nothing before Started",
        (not nameof(StationPhase.Starting), nameof(Input.Started)) => "a process starts once",
        (not nameof(StationPhase.OutOfService), nameof(Input.EpochGranted)) =>
            "it is for a terminal at rest that may not go on, which is out of service",
        (not nameof(StationPhase.OutOfService), nameof(Input.LeftBehindRead)) =>
            "until it has ended, the fault lasts that made the terminal open an epoch",
        (not nameof(GatePhase.Open), nameof(Input.FireEnded)) => "where one begins, the gate stands open",
        _ => null,
    };

    /// <summary>A record has become durable.</summary>
    public void Note(Fact fact)
    {
        if (fact is Fact.Sale or Fact.Hold or Fact.Entry)
            (Sales, Verdicts) = (Sales + 1, Verdicts + 1);
        if (fact is Fact.Sale { Payments.Count: > 1 })
            PaidTogether++;
        if (fact is Fact.Refusal refusal)
        {
            Verdicts++;
            reasons.Add(refusal.Reason);
        }
        if (fact.DecidedOn() is { } verdict)
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
        PaidTogether += other.PaidTogether;
        for (var mode = 0; mode < modes.Length; mode++)
            modes[mode] += other.modes[mode];
    }

    /// <summary>What is missing, a sentence each; none: these runs count.</summary>
    public IEnumerable<string> Missing()
    {
        if (Sales * 2 < Taps)
            yield return $"{Sales} of {Taps} taps were approved; expected half";
        if (PaidTogether < 100)
            yield return $"two cards paid together in {PaidTogether} sales; expected a hundred";
        foreach (var mode in new[] { ListMode.Fresh, ListMode.Stale, ListMode.Expired })
            if (modes[(int)mode] * 10 < Verdicts)
                yield return $"{modes[(int)mode]} of {Verdicts} taps were decided on a list that is {mode}; " +
                    "expected a tenth";
        foreach (var reason in PossibleReasons.Except(reasons))
            yield return $"reason {(int)reason} ({reason}) was never given";
        foreach (var (kind, phase, input) in PossiblePairs.Except(pairs))
            yield return $"{input} never came to a {kind} in phase {phase}";
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
