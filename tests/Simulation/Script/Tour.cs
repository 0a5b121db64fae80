using EdgeTerminal.Core;

namespace Tests.Simulation;

/// <summary>
/// Stories that are written by hand: what chance alone comes to once in a thousand runs. Each happens at a quiet site
/// of its own, one scene a minute.
/// </summary>
internal sealed partial class Tour
{
    private const long Scene = 60_000;
    private const int Somewhere = 0;
    private const int Nowhere = 3;

    private readonly List<Happening> happenings = [];
    private long now = Scene;

    private Tour()
    {
    }

    /// <summary>How many there are.</summary>
    public static int Count => All().Count();

    /// <summary>All of them.</summary>
    public static IEnumerable<Story> All() => 
    [
        OfPhases(), OfTotals(), OfBusyHours(), OfImages(), OfOldRecords(), OfLongCuts(), OfPours(seed: 1),
        OfReturns(seed: 1),
        .. from kind in new[] { StationKind.Drink, StationKind.Gate }
           from story in new[] { OfStation(kind), OfQuickLists(kind), OfImages(kind), OfOldRecords(kind) }
           select story,
        OfTwoTaps(), OfSecondCards(), OfQuickSecondCards(),
    ];

    /// <summary>What may come in any phase comes in each.</summary>
    private static Story OfPhases()
    {
        var tour = new Tour();
        tour.Hear(nameof(KioskPhase.Ready), []);
        tour.Hear(nameof(KioskPhase.ArticleChosen), [new Happening.Pressed(0, Nudge.Article) { At = 0 }]);
        tour.Hear(nameof(KioskPhase.Approved), [new Happening.Visit(0, 0, ["syrup"]) { At = 0 }]);
        tour.Hear(
            nameof(StationPhase.Refused), [new Happening.Visit(0, 0, ["syrup"]) { At = 0, Manner = Manner.RandomUid }]);
        tour.Hear(nameof(KioskPhase.Shown), [new Happening.Visit(0, 1, []) { At = 0 }]);
        tour.Hear(
            nameof(StationPhase.OutOfService), [new Happening.DeviceTrouble(0, DeviceFault.Reader, 20_000) { At = 0 }]);
        // A relay that looks after its files just then mends them before the second card comes.
        foreach (var moment in new[] { 0, 250, 500, 750 })
        {
            tour.LoseList(nameof(KioskPhase.Approved), Manner.Usual, moment);
            tour.LoseList(nameof(StationPhase.Refused), Manner.RandomUid, moment);
        }
        tour.WhileListening();
        tour.When(nameof(KioskPhase.Ready), new Happening.Pressed(0, Nudge.Command) { At = 0 });
        tour.now += Scene;
        tour.When(nameof(KioskPhase.Ready), new Happening.Pressed(0, Nudge.SeveralCards) { At = 0 });
        tour.When(nameof(StationPhase.Refused), new Happening.Pressed(0, Nudge.SeveralCards) { At = 0 });
        tour.Add(2_000, new Happening.Visit(0, 2, ["syrup"]) { At = 0, Manner = Manner.RandomUid });
        tour.now += Scene;
        tour.When(nameof(KioskPhase.Approved), new Happening.Pressed(0, Nudge.Command) { At = 0 });
        tour.Add(2_000, new Happening.Visit(0, 4, ["syrup"]) { At = 0 });
        tour.now += Scene;
        return tour.End(terminals: 2, cards: 8);
    }

    /// <summary>Terminals without a ledger sell until they may not any more, and are asked for long after.</summary>
    private static Story OfTotals()
    {
        const int cards = 40;
        var tour = new Tour();
        tour.Add(0, new Happening.NetworkSplit([Nowhere, Nowhere], 900_000) { At = 0 });
        for (var guest = 0; guest < 480; guest++)
            tour.Add(2_000 + guest * 1_800, new Happening.Visit(guest % 2, guest / 2 % cards, ["syrup"]) { At = 0 });
        tour.now += 900_000;
        var story = tour.End(terminals: 2, cards);
        return story with { Plan = story.Plan with { OfflineTotal = 45_00, ExpirySeconds = 120 } };
    }

    /// <summary>Nothing goes wrong, and many buy.</summary>
    private static Story OfBusyHours()
    {
        const int terminals = 4;
        const int guests = 3_600;
        var tour = new Tour();
        for (var guest = 0; guest < guests; guest++)
            tour.Add(
                guest / terminals * 6_000,
                new Happening.Visit(guest % terminals, guest % 97, [guest % 3 == 0 ? "beer" : "syrup"]) { At = 0 });
        tour.now += guests / terminals * 6_000;
        return tour.End(terminals, cards: 97);
    }

    /// <summary>An older image of a terminal's SD card is restored, and the operator grants it an epoch.</summary>
    private static Story OfImages(StationKind kind = StationKind.Kiosk)
    {
        const long longerThanTwinsAreFeared = 480_000;
        var tour = new Tour();
        var visit = new Happening.Visit(0, 0, ["beer"]) { At = 0, Millilitres = 200, Walks = 800 };
        tour.Add(0, visit);
        tour.Add(30_000, new Happening.StorageTreated(0, StorageAct.ImageTaken) { At = 0 });
        tour.Add(40_000, visit);
        tour.Add(50_000, new Happening.Visit(1, 0, ["beer"]) { At = 0 });
        tour.Add(90_000, new Happening.StorageTreated(0, StorageAct.ImageRestored) { At = 0 });
        tour.Add(100_000, visit);
        tour.Add(150_000, new Happening.StorageTreated(0, StorageAct.EpochGranted) { At = 0 });
        tour.now += 150_000 + longerThanTwinsAreFeared;
        tour.Add(0, visit);
        tour.now += Scene;
        var story = tour.End(terminals: 2, cards: 4);
        return kind == StationKind.Kiosk
            ? story
            : story with { Plan = story.Plan with { Kinds = [kind, StationKind.Kiosk] } };
    }

    /// <summary>
    /// Records grow old while the power is off. Meanwhile the acks that the broker keeps are forged, so that a beat may
    /// be the first that is heard.
    /// </summary>
    private static Story OfOldRecords(StationKind kind = StationKind.Kiosk)
    {
        const int terminals = 8;
        const int rounds = 6;
        const long off = 70_000;
        var tour = new Tour();
        tour.Add(0, new Happening.WeatherTurned(Lost: 0, Twice: 0, Late: 800) { At = 0 });
        for (var round = 0; round < rounds; round++)
        {
            for (var guest = 0; guest < 12 * terminals; guest++)
                tour.Add(
                    guest / terminals * 10_000,
                    new Happening.Visit(guest % terminals, guest % 40, ["syrup"])
                    {
                        At = 0,
                        Millilitres = 100,
                        Walks = 800,
                        // At the others refusals come by themselves.
                        Manner = kind == StationKind.Kiosk && guest % 3 == 0 ? Manner.RandomUid : Manner.Usual,
                    });
            for (var terminal = 0; terminal < terminals / 2; terminal++)
                tour.Add(50_000, new Happening.PowerCutAt(terminal, Steps: 1_000, Torn: 0, off) { At = 0 });
            tour.Add(55_000, new Happening.BrokerTurned(BrokerMood.Forges, 65_000) { At = 0 });
            tour.now += 140_000;
        }
        var story = tour.End(terminals, cards: 40);
        return story with
        {
            Plan = story.Plan with
            {
                RetentionSeconds = 60,
                SegmentBytes = 4 * 1024,
                Kinds = kind == StationKind.Kiosk ? null : [.. Enumerable.Repeat(kind, terminals)],
            },
        };
    }

    /// <summary>Nothing is heard of the ledger for most of the time, and guests come all the same.</summary>
    private static Story OfLongCuts()
    {
        const int terminals = 4;
        const int cards = 120;
        const int guestsOfACut = 184;
        const long cut = 330_000;
        var tour = new Tour();
        for (var round = 0; round < 10; round++)
        {
            tour.Add(0, new Happening.NetworkSplit([1, 1, 1, 1], cut) { At = 0 });
            for (var guest = 0; guest < guestsOfACut; guest++)
                tour.Add(
                    guest / terminals * (cut / (guestsOfACut / terminals)),
                    new Happening.Visit(guest % terminals, (round * 31 + guest) % cards, ["syrup"]) { At = 0 });
            tour.now += cut + 25_000;
        }
        var story = tour.End(terminals, cards);
        return story with { Plan = story.Plan with { ExpirySeconds = 165 } };
    }

    /// <summary>
    /// Who pours at the drink station buys elsewhere as well, all that the card has: what is held is captured,
    /// released, captured when nobody waited for it any more, or forgotten.
    /// </summary>
    /// <param name="seed">For the small chances of the network.</param>
    internal static Story OfPours(ulong seed)
    {
        const int terminals = 3;
        const int cards = 45;
        const int pours = 100;
        const long soon = 3_000;
        const long late = 1_000_000;
        var tour = new Tour();
        tour.Add(0, new Happening.WeatherTurned(Lost: 0.05, Twice: 0.05, Late: 300) { At = 0 });
        for (var pour = 0; pour < pours; pour++)
        {
            var card = pour % cards;
            var (taken, after) = (pour % 5) switch
            {
                0 => (3_00L, soon),
                1 => (5_00L, late),
                2 => (0L, late),
                3 when pour > cards => (0L, 0L),
                _ => (0L, soon),
            };
            tour.Add(0, new Happening.Poured(card, Held: 7_00, taken, after) { At = 0 });
            for (var guest = 0; guest < 3; guest++)
                tour.Add(
                    1_500 + guest * 2_500, new Happening.Visit((pour + guest) % terminals, card, ["beer"]) { At = 0 });
            if (pour == pours / 3)
                tour.Add(0, new Happening.NetworkSplit([1, 1, 0, 1], 90_000) { At = 0 });
            if (pour == pours / 2)
                tour.Add(0, new Happening.LedgerTrouble(LedgerFault.PowerCut, Steps: 3, Torn: 100, Off: 20_000)
                {
                    At = 0,
                });
            tour.now += 9_000;
        }
        tour.now += late;
        var story = tour.End(terminals, cards);
        return story with
        {
            Plan = story.Plan with { Seed = seed, HasStation = true, Balance = 11_00, ListEvery = 30_000 },
        };
    }

    /// <summary>
    /// Cashiers take back what was sold, once and once more, what others have sold, and entries that never were. The
    /// treasurer gives some of it back, has somebody pay for a card that nobody knew, and closes a gap.
    /// </summary>
    /// <param name="seed">For the small chances of the network.</param>
    internal static Story OfReturns(ulong seed)
    {
        const int cards = 6;
        const int unknown = cards + 1;
        const long price = 1_50;
        var tour = new Tour();
        foreach (var (act, card) in new[]
        {
            (StaffAct.Void, 0), (StaffAct.Void, 0), (StaffAct.VoidElsewhere, 1), (StaffAct.Abandon, 2),
        })
        {
            tour.Add(0, new Happening.Visit(0, card, ["syrup"]) { At = 0 });
            tour.Add(5_000, new Happening.Visit(1, card, ["beer"]) { At = 0 });
            tour.Add(12_000, new Happening.StaffActed(0, act, card, 0) { At = 0 });
            tour.Add(20_000, new Happening.StaffActed(0, act, card, 0) { At = 0 });
            tour.Add(26_000, new Happening.Visit(0, card, ["syrup"]) { At = 0 });
            tour.now += Scene;
        }
        tour.Add(0, new Happening.SuspenseSettled(0, For: 0, price) { At = 0 });
        tour.Add(0, new Happening.Visit(0, unknown, ["syrup"]) { At = 0 });
        tour.Add(30_000, new Happening.SuspenseSettled(unknown, For: 3, -price) { At = 0 });
        tour.now += Scene;
        tour.Add(0, new Happening.Poured(4, Held: 7_00, Taken: 0, For: 3_000) { At = 0 });
        tour.Add(1_000, new Happening.LineLost { At = 0 });
        tour.Add(10_000, new Happening.Poured(5, Held: 7_00, Taken: 3_00, For: 3_000) { At = 0 });
        tour.Add(40_000, new Happening.Visit(1, 5, ["beer"]) { At = 0 });
        tour.Add(55_000, new Happening.GapClosed { At = 0 });
        tour.now += 2 * Scene;
        var story = tour.End(terminals: 2, cards);
        return story with { Plan = story.Plan with { Seed = seed, HasStation = true } };
    }

    /// <summary>The ledger's first word, and that there is no broker, come late: in this phase.</summary>
    /// <param name="phase">Which.</param>
    /// <param name="into">What leads there.</param>
    private void Hear(string phase, Happening[] into) => Hear(phase, into, into);

    /// <inheritdoc cref="Hear(string, Happening[])"/>
    /// <param name="phase">Which.</param>
    /// <param name="first">What leads there before the ledger's word …</param>
    /// <param name="second">… and before it is found that there is no broker.</param>
    private void Hear(string phase, Happening[] first, Happening[] second)
    {
        foreach (var (part, into) in new[] { (Somewhere, first), (Nowhere, second) })
        {
            StartDeaf();
            When(phase, new Happening.NetworkSplit([part, Somewhere], 5_000) { At = 0 }, after: 9_000);
            foreach (var step in into)
                Add(10_000, step);
            now += Scene;
        }
    }

    /// <summary>The list is found to be lost by a card that comes in this phase.</summary>
    private void LoseList(string phase, Manner manner, int moment)
    {
        Add(0, new Happening.DeviceTrouble(0, DeviceFault.SilentPanel, 30_000) { At = 0 });
        When(phase, new Happening.DiskTrouble(0, DiskFault.ListLost, 0, 0) { At = 0 });
        When(phase, new Happening.Visit(0, 1, []) { At = 0 });
        Add(2_000 + moment, new Happening.Visit(0, 3, ["syrup"]) { At = 0, Manner = manner });
        now += Scene;
    }

    /// <summary>People do not wait until the terminal is ready.</summary>
    private void WhileListening()
    {
        const string phase = nameof(StationPhase.Listening);
        foreach (var nudge in new[]
        {
            Nudge.Clear, Nudge.SeveralCards, Nudge.Wave, Nudge.Shown, Nudge.Setup, Nudge.Command,
        })
            When(phase, new Happening.Pressed(0, nudge) { At = 0 });
        When(phase, new Happening.DiskTrouble(0, DiskFault.ListLost, 0, 0) { At = 0 });
        When(phase, new Happening.Visit(0, 1, []) { At = 0 });
        StartDeaf();
        now += Scene;
        When(phase, new Happening.Stopped(0) { At = 0 });
        StartDeaf();
        now += Scene;
    }

    /// <summary>It starts, with a connection that hangs and a display that says nothing.</summary>
    private void StartDeaf()
    {
        Add(0, new Happening.Killed(0) { At = 0 });
        Add(1_000, new Happening.DeviceTrouble(0, DeviceFault.SilentPanel, 25_000) { At = 0 });
        Add(2_001, new Happening.HalfOpened(0) { At = 0 });
    }

    private void When(string phase, Happening then, long after = 0) =>
        Add(after, new Happening.WhenIn(0, phase, then with { At = now + after }) { At = 0 });

    private void Add(long after, Happening happening) => happenings.Add(happening with { At = now + after });

    private Story End(int terminals, int cards) => new(
        new Plan(Seed: 1, terminals, cards, now) { Balance = 100_00, VelocityTaps = 100, OfflineTotal = 500_00 },
        [.. happenings.OrderBy(happening => happening.At)]);
}
