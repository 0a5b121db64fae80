using EdgeTerminal.Core;

namespace Tests.Simulation;

/// <content>Scenes of drink stations and gates: terminal 0 is one, and a kiosk is its neighbour.</content>
internal sealed partial class Tour
{
    private const int Cards = 60;

    /// <summary>
    /// A phase that lasts half a second is come to so often, until what comes by chance falls into it.
    /// </summary>
    private const int TriesAtShortPhases = 10;

    private int nextCard;

    /// <summary>What may come in any phase of this station comes in each.</summary>
    private static Story OfStation(StationKind kind)
    {
        var tour = new Tour();
        foreach (var phase in PhasesOf(kind))
        {
            foreach (var what in ComingTo(kind))
                tour.Meet(kind, phase, what);
            // A relay that looks after its files just then mends them before the card comes.
            for (var again = 0; again < 3; again++)
                tour.LoseListIn(kind, phase);
            if (phase == nameof(StationPhase.Listening))
            {
                tour.Meet(kind, phase, new Happening.NetworkSplit([Nowhere, Somewhere], 5_000) { At = 0 });
                continue;
            }
            for (var again = 0; again < (IsShort(phase) ? TriesAtShortPhases : 3); again++)
            {
                // Not at the same beat of all timers.
                tour.now += 370;
                tour.Hear(phase, tour.Into(kind, phase), tour.Into(kind, phase));
            }
        }
        if (kind == StationKind.Gate)
            tour.BurnUnseen();
        return tour.End(kind);
    }

    /// <summary>The gate stands open already when it can read that there is a fire.</summary>
    private void BurnUnseen()
    {
        Add(1_000, new Happening.DeviceTrouble(0, DeviceFault.FireInput, 6_000) { At = 0 });
        Add(3_000, new Happening.FireBroke(0, 12_000) { At = 0 });
        now += 20_000;
    }

    /// <summary>Lists come each second, and what they have is soon old.</summary>
    private static Story OfQuickLists(StationKind kind)
    {
        var tour = new Tour();
        foreach (var phase in PhasesOf(kind).Where(phase => phase != nameof(StationPhase.Listening)))
            for (var again = 0; again < (IsShort(phase) ? 3 : 1) * TriesAtShortPhases; again++)
            {
                foreach (var step in tour.Into(kind, phase))
                    tour.Add(1_000, step);
                for (var guest = 0; guest < 7; guest++)
                    tour.Add(
                        guest * 2_000 + again * 137 % 2_000,
                        new Happening.Visit(1, tour.NextCard(), ["syrup"]) { At = 0 });
                tour.now += 15_000;
            }
        var story = tour.End(kind);
        return story with
        {
            Plan = story.Plan with { ListEvery = 1_000, RetentionSeconds = 20, SegmentBytes = 2 * 1024 },
        };
    }

    /// <summary>A card lies at one tap, and is laid at another.</summary>
    private static Story OfTwoTaps()
    {
        const int cards = 4;
        var tour = new Tour();
        for (var guest = 0; guest < cards; guest++)
        {
            tour.Add(0, new Happening.Visit(0, guest, []) { At = 0, Millilitres = 450 });
            foreach (var after in new[] { 1_500, 3_000, 20_000 })
                tour.Add(after, new Happening.Visit(1, guest, []) { At = 0, Millilitres = 100 });
            // Not always just before a list that has the hold.
            tour.now += Scene + 3_000;
        }
        var story = tour.End(terminals: 2, cards);
        return story with { Plan = story.Plan with { Kinds = [StationKind.Drink, StationKind.Drink] } };
    }

    private static bool IsShort(string phase) => phase is nameof(GatePhase.Locking) or nameof(PourPhase.Closing);

    private static string[] PhasesOf(StationKind kind) =>
    [
        .. kind == StationKind.Drink
            ? new[]
            {
                nameof(PourPhase.Ready), nameof(PourPhase.Pouring), nameof(PourPhase.Closing), nameof(PourPhase.Shown),
            }
            :
            [
                nameof(GatePhase.Ready), nameof(GatePhase.Counting), nameof(GatePhase.Resetting),
                nameof(GatePhase.Released), nameof(GatePhase.Locking), nameof(GatePhase.Shown), nameof(GatePhase.Open),
            ],
        nameof(StationPhase.Refused), nameof(StationPhase.OutOfService), nameof(StationPhase.Listening),
    ];

    /// <summary>What comes from outside at any time.</summary>
    private static IEnumerable<Happening> ComingTo(StationKind kind)
    {
        var nudges = new List<Nudge>
        {
            Nudge.Wake, Nudge.Setup, Nudge.Shown, Nudge.Field, Nudge.Wave, Nudge.FaultOver, Nudge.SeveralCards,
            Nudge.Command,
        };
        nudges.AddRange(kind == StationKind.Drink
            ? [Nudge.StopKey, Nudge.LatePulses, Nudge.LateClosing, Nudge.Drops]
            : [Nudge.More, Nudge.Reset, Nudge.Clear, Nudge.Pass]);
        foreach (var nudge in nudges)
            yield return new Happening.Pressed(0, nudge) { At = 0 };
        yield return new Happening.Visit(0, Cards - 1, []) { At = 0, Millilitres = 60 };
        yield return new Happening.DeviceTrouble(0, DeviceFault.Panel, 5_000) { At = 0 };
        yield return new Happening.DeviceTrouble(0, DeviceFault.Reader, 5_000) { At = 0 };
        yield return new Happening.Stopped(0) { At = 0 };
        if (kind == StationKind.Gate)
            yield return new Happening.FireBroke(0, 3_000) { At = 0 };
    }

    /// <summary>These come in that phase, and then all is over.</summary>
    private void Meet(StationKind kind, string phase, params Happening[] what)
    {
        foreach (var one in what)
            When(phase, one is Happening.Visit visit ? visit with { Keys = [] } : one);
        if (phase == nameof(StationPhase.Listening))
            StartDeaf();
        foreach (var step in Into(kind, phase))
            Add(1_000, step);
        now += 35_000;
    }

    /// <summary>The list is found to be lost by a card that comes in this phase.</summary>
    private void LoseListIn(StationKind kind, string phase)
    {
        const long released = 8_000;
        When(phase, new Happening.DiskTrouble(0, DiskFault.ListLost, 0, 0) { At = 0 });
        // Of a card that has changed since the list's chunks came the terminal knows without them.
        var visit = new Happening.Visit(0, Cards, []) { At = 0, Millilitres = 60 };
        switch (phase)
        {
            case nameof(GatePhase.Locking):
                Add(1_000 + released + 200, visit);
                break;
            case nameof(PourPhase.Closing):
                // Another's card ends the pour, and the next one comes at once.
                foreach (var after in new[] { 3_000, 3_150, 3_300, 3_450 })
                    Add(after, visit);
                break;
            default:
                When(phase, visit);
                break;
        }
        if (phase == nameof(StationPhase.Listening))
            StartDeaf();
        foreach (var step in Into(kind, phase))
            Add(1_000, step is Happening.Visit pours && phase == nameof(PourPhase.Closing)
                ? pours with { Millilitres = 1_000 }
                : step);
        now += 35_370;
    }

    /// <summary>What leads the station there.</summary>
    private Happening[] Into(StationKind kind, string phase)
    {
        var visit = new Happening.Visit(0, NextCard(), []) { At = 0 };
        return phase switch
        {
            nameof(StationPhase.Refused) =>
            [
                new Happening.DeviceTrouble(0, DeviceFault.SilentPanel, 10_000) { At = 0 },
                visit with { Manner = Manner.RandomUid },
            ],
            nameof(StationPhase.OutOfService) =>
                [new Happening.DeviceTrouble(0, DeviceFault.Panel, 20_000) { At = 0 }],
            nameof(PourPhase.Pouring) => [visit with { Millilitres = 1_000 }],
            nameof(PourPhase.Closing) or nameof(PourPhase.Shown) when kind == StationKind.Drink =>
                [visit with { Millilitres = 60 }],
            nameof(GatePhase.Shown) => [visit with { Walks = 500 }],
            nameof(GatePhase.Released) or nameof(GatePhase.Locking) => [visit],
            nameof(GatePhase.Counting) => [new Happening.Pressed(0, Nudge.More) { At = 0 }],
            nameof(GatePhase.Resetting) => [new Happening.Pressed(0, Nudge.Reset) { At = 0 }],
            nameof(GatePhase.Open) => [new Happening.FireBroke(0, 15_000) { At = 0 }],
            _ => [],
        };
    }

    /// <summary>The last one is for whoever comes between; one more pays nothing.</summary>
    private int NextCard() => nextCard++ % (Cards - 1);

    private Story End(StationKind kind)
    {
        var story = End(terminals: 2, Cards + 1);
        return story with { Plan = story.Plan with { Kinds = [kind, StationKind.Kiosk] } };
    }
}
