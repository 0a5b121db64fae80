using Tests.Simulation;

namespace Tests.Property.Simulation;

/// <summary>
/// The checker, checked: each of these bugs is found, by the invariant that it breaks, within so many steps of the
/// world. A step is one thing that is due: a message arrives, a timer fires, a guest holds a card.
/// </summary>
public class PlantedBugTests
{
    private const int Terminals = 3;
    private const int Taps = 250;
    private const ulong MostSeeds = 40;

    /// <summary>Breaks one or the other, whichever guest comes first.</summary>
    private const string Either = " or ";

    public static TheoryData<string, string, long> Bugs() => new()
    {
        { "the journal's sync is skipped", "the journal is the truth", 1_000 },
        { "the ledger acknowledges before it has synced", "the ledger forgets nothing", 20_000 },
        { "the broker's word settles", "what is mended comes together", 150_000 },
        { "the cursor is advanced before storage", "what is mended comes together", 150_000 },
        { "a peer is ignored after a gap", "a wallet's loss is bounded", 200_000 },
        { "an old list is accepted after the cache was lost", "a list is never older than one before it", 100_000 },
        { "an ack gives the balance back", "a wallet's loss is bounded", 400_000 },
        { "a list without a sale gives its money back", "a wallet's loss is bounded", 400_000 },
        { "a sequence is used again after a crash", "nothing durable is lost", 10_000 },
        { "half of a list takes effect", "a wallet's loss is bounded", 200_000 },
        { "a yes is shown before it is durable", "nothing is shown approved that is not durable", 10_000 },
        { "a sale that nobody saw is charged again", "each tap is charged once", 400_000 },
        { "a terminal forgets its offline total", "a terminal keeps to its offline total", 100_000 },
        {
            "a restart forgets what was sold",
            "a terminal keeps to its offline total" + Either + "a wallet's loss is bounded", 400_000
        },
        { "a record is booked twice", "the sum of facts is the balance", 10_000 },
        { "one part of a split is booked twice", "the sum of facts is the balance", 20_000 },
        { "a hold is released twice", "the sum of facts is the balance", 20_000 },
        { "a heard hold is given back twice", "a wallet's loss is bounded", 200_000 },
        { "what is taken back needs no proof", "the sum of facts is the balance", 20_000 },
        { "a restored ledger begins no era", "what is mended comes together", 400_000 },
        { "whoever signs is believed", "what is mended comes together", 400_000 },
    };

    [Theory]
    [MemberData(nameof(Bugs))]
    public void A_planted_bug_is_found(string bug, string invariant, long mostSteps)
    {
        long steps = 0;
        for (ulong seed = 1; seed <= MostSeeds && steps <= mostSteps; seed++)
        {
            var run = Run.Of(StoryFor(bug, seed), PlantedBug.All[bug]());
            steps += run.Steps;
            if (run.Broken is not { } broken)
                continue;
            Assert.True(
                invariant.Split(Either).Any(one => broken.Message.StartsWith(one, StringComparison.Ordinal)),
                broken.Message);
            Assert.True(steps <= mostSteps, $"found after {steps} steps");
            TestContext.Current.SendDiagnosticMessage("{0}: seed {1}, {2} steps", bug, seed, steps);
            return;
        }
        Assert.Fail($"not found in {steps} steps");
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public void Without_a_planted_bug_the_same_stories_hold(string bug)
    {
        const ulong seeds = 3;
        for (ulong seed = 1; seed <= seeds; seed++)
            Assert.Null(Run.Of(StoryFor(bug, seed)).Broken);
    }

    /// <summary>One bug of each kind of story.</summary>
    public static TheoryData<string> Stories() =>
    [
        "the journal's sync is skipped", "an ack gives the balance back", "the broker's word settles",
        "a restored ledger begins no era", "a peer is ignored after a gap",
        "an old list is accepted after the cache was lost", "a hold is released twice",
        "what is taken back needs no proof",
    ];

    /// <summary>One in which it can show.</summary>
    private static Story StoryFor(string bug, ulong seed) => bug switch
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
        var quiet = story.Plan.Through + 60_000;
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

    private static Story With(Story story, Func<Happening, bool> stays, params Happening[] more) => story with
    {
        Happenings = [.. story.Happenings.Where(stays).Concat(more).OrderBy(happening => happening.At)],
    };
}
