using Tests.Simulation;

namespace Tests.Property.Simulation;

/// <summary>
/// The checker, checked: each of these bugs is found, by the invariant that it breaks, within so many steps of the
/// world. A step is one thing that is due: a message arrives, a timer fires, a guest holds a card.
/// </summary>
public class PlantedBugTests
{
    private const ulong MostSeeds = 40;

    /// <summary>Breaks one or the other, whichever guest comes first.</summary>
    private const string Either = " or ";

    public static TheoryData<string, string, long> Bugs() => new()
    {
        { "the journal's sync is skipped", "the journal is the truth", 1_000 },
        { "the ledger acknowledges before it has synced", "the ledger forgets nothing", 20_000 },
        { "the broker's word settles", "what is mended comes together", 150_000 },
        { "a journal is given up before it is handed in", "what is mended comes together", 150_000 },
        { "the cursor is advanced before storage", "what is mended comes together", 150_000 },
        { "a peer is ignored after a gap", "a wallet's loss is bounded", 200_000 },
        { "an old list is accepted after the cache was lost", "a list is never older than one before it", 100_000 },
        { "an ack gives the balance back", "no guest is told of more than there is", 100_000 },
        { "a list without a sale gives its money back", "no guest is told of more than there is", 100_000 },
        { "a sequence is used again after a crash", "nothing durable is lost", 10_000 },
        { "half of a list takes effect", "a card is looked up in the list in use", 10_000 },
        { "a yes is shown before it is durable", "nothing is shown approved that is not durable", 10_000 },
        { "a sale that nobody saw is charged again", "each tap is charged once", 400_000 },
        { "a sale that nobody saw is charged again at another price", "each tap is charged once", 50_000 },
        { "a terminal forgets its offline total", "a terminal keeps to its offline total", 100_000 },
        {
            "a restart forgets what was sold",
            "a terminal keeps to its offline total" + Either + "no guest is told of more than there is", 100_000
        },
        { "a record is booked twice", "the sum of facts is the balance", 10_000 },
        { "one part of a split is booked twice", "the sum of facts is the balance", 20_000 },
        {
            // What is given back moves no balance: whether a sale or a list shows it first is chance.
            "a hold is released twice",
            "the sum of facts is the balance" + Either + "a list says what the books say", 20_000
        },
        { "a heard hold is given back twice", "a wallet's loss is bounded", 200_000 },
        { "what is taken back needs no proof", "the sum of facts is the balance", 20_000 },
        {
            // Two lists of one version, or none that is taken any more.
            "a restored ledger begins no era",
            "what is mended comes together" + Either + "a card is looked up in the list in use" + Either +
            "a whole list is what its changes came to" + Either + "what is said since a list is what was said", 400_000
        },
        {
            // A forged ack covers lines that the ledger never had, and one of them may rot.
            "whoever signs is believed",
            "what is mended comes together" + Either + "a journal can be read", 400_000
        },
        { "a list is fresh without an echo", "a list is no younger than it is", 10_000 },
        { "a list never expires", "nothing is sold on a list that is expired", 100_000 },
        { "starts without a beat are not counted", "nothing is sold on a list that is expired", 20_000 },
        { "a terminal is granted the total of the house", "the loss of the house is bounded", 10_000 },
        { "the relay tells nothing of peers", "a wallet's loss is bounded", 20_000 },
        { "the relay tells nothing of gifts", "a wallet's loss is bounded", 20_000 },
        { "the list of a restored ledger may lack sales", "a wallet's loss is bounded", 400_000 },
        { "a yes that was seen is said earlier", "nothing is shown approved that is not durable", 20_000 },
        { "a yes is repeated to any card", "nothing is shown approved that is not durable", 10_000 },
        { "a tap is taken before a new price is seen", "nobody pays another price than the display shows", 10_000 },
        { "a card that slips is charged again", "a card that slips is not charged again", 10_000 },
        { "a line that rots stops the terminal", "a journal can be read", 50_000 },
        { "a block is forgotten", "nothing is sold to a card that is blocked", 50_000 },
        { "a block elsewhere is not heard", "nothing is sold to a card that is blocked", 50_000 },
        {
            "what a second card pays is forgotten",
            "a wallet's loss is bounded" + Either + "a wallet keeps to its limit at a terminal", 50_000
        },
        { "a second card pays it all", "a wallet's loss is bounded", 50_000 },
        { "a wallet's limit is forgotten", "a wallet keeps to its limit at a terminal", 20_000 },
        { "a valve opens before the hold is durable", "nothing opens before it is durable", 10_000 },
        { "a turnstile lets go before the entry is durable", "nothing opens before it is durable", 10_000 },
        { "more is captured than was held", "no more is captured than was held", 10_000 },
        { "a power cut bills nothing", "what flowed is billed", 100_000 },
        { "the lease is never renewed", "a lease is renewed with each mark", 10_000 },
        { "the lease is renewed without a mark", "a lease is for what is durable", 10_000 },
        { "an entry is given back again", "an entry is passed or given back, once", 100_000 },
        { "who goes through is not noticed", "an entry is passed or given back, once", 20_000 },
        { "fire is ignored while somebody is refused", "the fire input opens", 10_000 },
        { "fire is written down before the gate opens", "the fire input opens", 100_000 },
    };

    [Theory]
    [MemberData(nameof(Bugs))]
    public void A_planted_bug_is_found(string bug, string invariant, long mostSteps)
    {
        long steps = 0;
        for (ulong seed = 1; seed <= MostSeeds && steps <= mostSteps; seed++)
        {
            var run = Run.Of(PlantedStories.For(bug, seed), PlantedBug.All[bug]());
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
            Assert.Null(Run.Of(PlantedStories.For(bug, seed)).Broken);
    }

    /// <summary>One bug of each kind of story.</summary>
    public static TheoryData<string> Stories() =>
    [
        "a tap is taken before a new price is seen", "a sale that nobody saw is charged again at another price",
        "the journal's sync is skipped",
        "an ack gives the balance back", "the broker's word settles",
        "what a second card pays is forgotten", "a restored ledger begins no era", "a peer is ignored after a gap",
        "an old list is accepted after the cache was lost", "a hold is released twice",
        "what is taken back needs no proof", "starts without a beat are not counted",
        "a terminal is granted the total of the house", "the relay tells nothing of peers",
        "a list never expires", "the list of a restored ledger may lack sales", "a yes is repeated to any card",
        "a card that slips is charged again", "a line that rots stops the terminal", "a block is forgotten",
        "a wallet's limit is forgotten", "a valve opens before the hold is durable",
        "fire is ignored while somebody is refused", "a journal is given up before it is handed in",
    ];
}
