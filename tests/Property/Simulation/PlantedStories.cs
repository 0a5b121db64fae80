using CloudBridge.Ledger;
using EdgeTerminal.Core;
using Tests.Simulation;
using StaffAct = Tests.Simulation.StaffAct;

namespace Tests.Property.Simulation;

/// <summary>Stories in which planted bugs can show: small, and with much of what it takes.</summary>
internal static class PlantedStories
{
    private const int Terminals = 3;
    private const int Taps = 250;

    /// <summary>One in which it can show.</summary>
    public static Story For(string bug, ulong seed) => bug switch
    {
        "an ack gives the balance back" or "a list without a sale gives its money back" =>
            WithSlowLists(StoryFor(seed)),
        // Who hears of a later record asks for it, and other terminals ask too: only the last of one alone stay lost.
        "the broker's word settles" or "the cursor is advanced before storage" =>
            WithLostEnd(StoryFor(seed, terminals: 1, taps: 80)),
        "a restored ledger begins no era" => WithLateRestore(StoryFor(seed)),
        "a peer is ignored after a gap" => WithGaps(WithSlowLists(StoryFor(seed))),
        "an old list is accepted after the cache was lost" => WithOldListElsewhere(StoryFor(seed)),
        "a hold is released twice" or "a heard hold is given back twice" => Tour.OfPours(seed),
        "what is taken back needs no proof" => Tour.OfReturns(seed),
        "starts without a beat are not counted" => OfDeafTerminal(seed, starts: 4, expirySeconds: 3_600),
        "a list never expires" => OfDeafTerminal(seed, starts: 0, expirySeconds: 120),
        "a terminal is granted the total of the house" => WorstCases.OfTotals(terminals: 6, cards: 12, total: 2),
        "the relay tells nothing of peers" => WorstCases.OfGroups(seed),
        "the relay tells nothing of gifts" => WorstCases.OfGroups(seed, ofItGift: 8_00),
        "the list of a restored ledger may lack sales" => WithEarlyRestore(WithSlowLists(StoryFor(seed))),
        "a yes is repeated to any card" => OfHurriedGuests(seed),
        "a tap is taken before a new price is seen" => OfPriceChanges(seed),
        "a sale that nobody saw is charged again at another price" => OfUnseenPrices(seed),
        "a card that slips is charged again" => WithSlips(StoryFor(seed)),
        "a line that rots stops the terminal" => WithRot(StoryFor(seed)),
        "a block is forgotten" => WithBlocks(WithSlowLists(StoryFor(seed)), terminal: 0),
        "a block elsewhere is not heard" => WithBlocks(WithSlowLists(StoryFor(seed)), terminal: 1),
        "what a second card pays is forgotten" or "a second card pays it all" =>
            WithSecondCards(WithSlowLists(StoryFor(seed))),
        "a wallet's limit is forgotten" => WithLowLimits(WithSlowLists(StoryFor(seed))),
        "fire is ignored while somebody is refused" => OfFires(seed),
        "a journal is given up before it is handed in" => Author.Write(seed, Terminals, Taps, revokes: true),
        _ when PlantedStationBug.All.ContainsKey(bug) => Author.WriteStormy(seed, Terminals, Taps, isMixed: true),
        _ => StoryFor(seed),
    };

    /// <summary>Much of everything, in little time.</summary>
    private static Story StoryFor(ulong seed, int terminals = Terminals, int taps = Taps)
    {
        var story = Author.WriteStormy(seed, terminals, taps);
        return story with { Plan = story.Plan with { OfflineTotal = 40_00, VelocityTaps = 40 } };
    }

    /// <summary>Cards with little on them, and a minute between lists.</summary>
    private static Story WithSlowLists(Story story) => story with
    {
        Plan = story.Plan with { ListEvery = 60_000, OfflineTotal = 1_000_00, Balance = 15_00 },
    };

    /// <summary>Who has not enough for two beers has another card.</summary>
    private static Story WithSecondCards(Story story)
    {
        var plan = story.Plan with { SecondCards = true, Balance = 5_00 };
        return new Story(plan,
        [
            .. story.Happenings.Select(happening => happening is Happening.Visit visit
                ? visit with { Keys = ["beer", "beer"], Other = (visit.Card + 1) % plan.Cards }
                : happening),
        ]);
    }

    /// <summary>Cards with little on them, and a quarter of all that the broker takes is lost.</summary>
    private static Story WithGaps(Story story) => With(
        story with { Plan = story.Plan with { Balance = 7_00 } },
        happening => happening is not Happening.WeatherTurned,
        new Happening.WeatherTurned(Lost: 0.25, Twice: 0, Late: 20) { At = 1_000 });

    /// <summary>Who has lost its list comes to a part of the network in which an old one was left.</summary>
    private static Story WithOldListElsewhere(Story story)
    {
        var middle = story.Plan.Through / 2;
        return With(
            story,
            happening => happening is not (Happening.NetworkSplit or Happening.BrokerTurned),
            new Happening.NetworkSplit([0, 0, 1], story.Plan.Through) { At = middle - 120_000 },
            new Happening.DiskTrouble(1, DiskFault.ListLost, 0, 0) { At = middle },
            new Happening.Killed(1) { At = middle },
            new Happening.NetworkSplit([0, 1, 1], story.Plan.Through) { At = middle });
    }

    /// <summary>When all is quiet one more guest comes, and the broker loses all that it took.</summary>
    private static Story WithLostEnd(Story story)
    {
        // Behind the last whole list: that a terminal puts it to use is a later record as well.
        var quiet = story.Plan.Through + new LedgerOptions().WholeAtLeastEvery + 100_000;
        return With(
            story with { Plan = story.Plan with { Through = quiet + 10_000 } },
            _ => true,
            [
                new Happening.WeatherTurned(Lost: 0, Twice: 0, Late: 20) { At = story.Plan.Through },
                new Happening.WeatherTurned(Lost: 1, Twice: 0, Late: 20) { At = quiet },
                new Happening.Visit(Terminal: 0, Card: 0, ["syrup"]) { At = quiet + 1_000 },
            ]);
    }

    /// <summary>The ledger is restored when nobody sells any more, from a backup of long ago.</summary>
    private static Story WithLateRestore(Story story)
    {
        var late = With(
            story, happening => happening is not Happening.LedgerTrouble,
            new Happening.LedgerTrouble(LedgerFault.Backup, 0, 0, 0) { At = story.Plan.Through / 2 },
            new Happening.LedgerTrouble(LedgerFault.Restore, 0, 0, 0) { At = story.Plan.Through });
        return late with { Plan = late.Plan with { RetentionSeconds = 3_600, Through = late.Plan.Through + 1_000 } };
    }

    /// <summary>The ledger is restored while much is sold, from the backup that was made before anything was.</summary>
    private static Story WithEarlyRestore(Story story)
    {
        var restored = With(
            story,
            happening => happening is not (Happening.LedgerTrouble or Happening.NetworkSplit),
            new Happening.LedgerTrouble(LedgerFault.Restore, 0, 0, 0) { At = story.Plan.Through / 2 });
        return restored with { Plan = restored.Plan with { RetentionSeconds = 7_200, Balance = 7_00 } };
    }

    /// <summary>A terminal reaches nobody, starts again and again, and guests come all the same.</summary>
    private static Story OfDeafTerminal(ulong seed, int starts, int expirySeconds)
    {
        var plan = new Plan(seed, Terminals, Cards: 8, Through: 300_000)
        {
            ExpirySeconds = expirySeconds,
            Balance = 50_00,
        };
        return new Story(
            plan,
            [
                new Happening.Visit(0, 0, ["syrup"]) { At = 30_000 },
                new Happening.NetworkSplit([3, 3, 3], plan.Through) { At = 60_000 },
                .. Enumerable.Range(0, starts).Select(start => new Happening.Killed(0)
                {
                    At = 70_000 + start * 10_000,
                }),
                .. Enumerable.Range(0, 8).Select(card => new Happening.Visit(0, card, ["syrup"])
                {
                    At = 150_000 + card * 10_000,
                }),
            ]);
    }

    /// <summary>Whoever comes next holds a card when the last one's yes has just been shown.</summary>
    private static Story OfHurriedGuests(ulong seed)
    {
        var plan = new Plan(seed, Terminals, Cards: 8, Through: 300_000) { Balance = 50_00 };
        var pairs =
            from pair in Enumerable.Range(0, 20)
            let at = 30_000 + pair * 12_000
            from visit in new[]
            {
                new Happening.Visit(0, pair % 8, ["syrup"]) { At = at },
                new Happening.Visit(0, (pair + 1) % 8, []) { At = at + 1_000 },
            }
            select visit;
        return new Story(plan, [.. pairs]);
    }

    /// <summary>Guests lay their cards down just when the price of the one article changes.</summary>
    private static Story OfPriceChanges(ulong seed)
    {
        var plan = new Plan(seed, Terminals: 2, Cards: 8, Through: 300_000)
        {
            FixedArticles = true, PricesChange = true, Balance = 50_00,
        };
        var changes =
            from change in Enumerable.Range(0, 20)
            let at = 20_000 + change * 13_000L
            from happening in new Happening[]
            {
                new Happening.Visit(1, change % 8, []) { At = at },
                // He holds his card 700 ms after he came.
                new Happening.Pressed(1, Nudge.Setup) { At = at + 600 + change * 5 },
            }
            select happening;
        return new Story(plan, [.. changes]);
    }

    /// <summary>The display fails while a yes is asked of it; the price is another when he comes again.</summary>
    private static Story OfUnseenPrices(ulong seed)
    {
        var plan = new Plan(seed, Terminals: 1, Cards: 8, Through: 600_000) { PricesChange = true, Balance = 50_00 };
        var failures =
            from guest in Enumerable.Range(0, 12)
            let at = 20_000 + guest * 45_000L
            from happening in new Happening[]
            {
                new Happening.Visit(0, guest % 8, ["syrup"]) { At = at },
                // Longer than the yes is asked of it; nobody comes again before the price has changed.
                new Happening.DeviceTrouble(0, DeviceFault.SilentPanel, 4_500) { At = at + 500 },
                new Happening.Pressed(0, Nudge.Setup) { At = at + 5_200 },
            }
            select happening;
        return new Story(plan, [.. failures]);
    }

    /// <summary>At a gate with a display that says nothing, so that a refusal lasts, there is a fire.</summary>
    private static Story OfFires(ulong seed) => new(
        new Plan(seed, Terminals: 1, Cards: 4, Through: 60_000) { Kinds = [StationKind.Gate] },
        [
            new Happening.DeviceTrouble(0, DeviceFault.SilentPanel, 50_000) { At = 20_000 },
            new Happening.WhenIn(0, nameof(StationPhase.Refused), new Happening.FireBroke(0, 20_000) { At = 0 })
            {
                At = 20_000,
            },
            new Happening.Visit(0, 0, []) { At = 25_000, Manner = Manner.RandomUid },
        ]);

    /// <summary>All cards slip, and half of all terminals ask for one article's price.</summary>
    private static Story WithSlips(Story story) => story with
    {
        Plan = story.Plan with { FixedArticles = true, Balance = 50_00 },
        Happenings =
        [
            .. story.Happenings.Select(happening => happening is Happening.Visit visit
                ? visit with { Keys = [], Manner = Manner.Slips }
                : happening),
        ],
    };

    /// <summary>Bits turn over in many lines.</summary>
    private static Story WithRot(Story story) => With(
        story,
        happening => happening is not (Happening.LedgerTrouble or Happening.DiskTrouble),
        [
            .. from time in Enumerable.Range(1, 9)
               from terminal in Enumerable.Range(0, Terminals)
               select new Happening.DiskTrouble(terminal, DiskFault.JournalRots, 0, Chance.Mix((ulong)time))
               {
                   At = story.Plan.Through * time / 10,
               },
        ]);

    /// <summary>Cashiers block, one after the other, all cards that come often.</summary>
    private static Story WithBlocks(Story story, int terminal) => With(
        story with { Plan = story.Plan with { Balance = 50_00 } },
        happening => happening is not Happening.NetworkSplit,
        [
            .. Enumerable.Range(0, 4).Select(card => new Happening.StaffActed(terminal, StaffAct.Block, card, 0)
            {
                At = story.Plan.Through * (card + 1) / 6,
            }),
        ]);

    /// <summary>Cards with much on them, of which little may be spent at once.</summary>
    private static Story WithLowLimits(Story story) => story with
    {
        Plan = story.Plan with { Balance = 100_00, OfflineLimit = 5_00, FreshLimit = 6_00 },
    };

    private static Story With(Story story, Func<Happening, bool> stays, params Happening[] more) => story with
    {
        Happenings = [.. story.Happenings.Where(stays).Concat(more).OrderBy(happening => happening.At)],
    };
}
