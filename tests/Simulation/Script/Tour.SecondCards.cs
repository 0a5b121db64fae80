using EdgeTerminal.Core;

namespace Tests.Simulation;

/// <content>Scenes in which two cards pay together.</content>
internal sealed partial class Tour
{
    /// <summary>What may come while a second card is asked for comes then; and cards pay together.</summary>
    private static Story OfSecondCards()
    {
        const int cards = 240;
        const string phase = nameof(KioskPhase.SecondCardAsked);
        var tour = new Tour();
        var card = 0;
        Happening.Visit Visit() => new(0, card++ % (cards - 1), ["beer", "beer"]) { At = 0 };
        Happening[] into() => [Visit()];
        foreach (var nudge in Enum.GetValues<Nudge>())
        {
            tour.When(phase, new Happening.Pressed(0, nudge) { At = 0 });
            tour.Add(1_000, Visit());
            tour.now += 20_000;
        }
        foreach (var what in new Happening[]
        {
            new Happening.DeviceTrouble(0, DeviceFault.Panel, 5_000) { At = 0 },
            new Happening.DeviceTrouble(0, DeviceFault.Reader, 5_000) { At = 0 },
            new Happening.Stopped(0) { At = 0 },
            new Happening.StaffActed(1, StaffAct.Block, Card: 0, Amount: 0) { At = 0 },
            new Happening.Visit(1, cards - 1, ["syrup"]) { At = 0 },
        })
        {
            tour.When(phase, what);
            tour.Add(1_000, Visit());
            tour.now += 35_000;
        }
        for (var again = 0; again < TriesAtShortPhases; again++)
        {
            // Not at the same beat of all timers.
            tour.now += 370;
            tour.Hear(phase, into(), into());
            tour.When(phase, new Happening.DiskTrouble(0, DiskFault.ListLost, 0, 0) { At = 0 });
            tour.When(phase, new Happening.Visit(0, cards - 1, []) { At = 0 });
            tour.Add(1_000, Visit());
            tour.now += 35_000;
        }
        for (var guest = 0; guest < cards / 2; guest++)
        {
            tour.Add(0, new Happening.Visit(guest % 2, 2 * guest, ["beer", "beer"]) { At = 0, Other = 2 * guest + 1 });
            tour.now += 5_000;
        }
        tour.now += Scene;
        var story = tour.End(terminals: 2, cards);
        return story with { Plan = story.Plan with { Balance = 5_00, SecondCards = true } };
    }

    /// <summary>Lists come each second while second cards are asked for, and what they have is soon old.</summary>
    private static Story OfQuickSecondCards()
    {
        const int cards = 40;
        var tour = new Tour();
        for (var scene = 0; scene < 3 * TriesAtShortPhases; scene++)
        {
            tour.Add(0, new Happening.Visit(0, scene % cards, ["beer", "beer"]) { At = 0 });
            for (var guest = 0; guest < 5; guest++)
                tour.Add(
                    guest * 2_000 + scene * 137 % 2_000,
                    new Happening.Visit(1, (scene * 5 + guest) % cards, ["syrup"]) { At = 0 });
            tour.now += 12_000;
        }
        var story = tour.End(terminals: 2, cards);
        return story with
        {
            Plan = story.Plan with
            {
                Balance = 6_00,
                SecondCards = true,
                ListEvery = 1_000,
                RetentionSeconds = 20,
                SegmentBytes = 2 * 1024,
            },
        };
    }
}
