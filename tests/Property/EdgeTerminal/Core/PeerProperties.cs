using CloudBridge.Contract;
using EdgeTerminal.Core;
using FsCheck;
using FsCheck.Fluent;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Property.EdgeTerminal.Core;

public class PeerProperties
{
    private static readonly TerminalLimits Tight = TerminalLimits.Default with
    {
        Uid = TerminalLimits.Default.Uid with { FreshLimit = new Money(2_500), OfflineLimit = new Money(1_500) },
    };

    [Fact]
    public void Heard_debits_always_count_and_credits_where_the_chain_is_whole()
    {
        var (telling, waiting, forked) = (0, 0, 0);
        Holds.For(PeerStory.Any, 2_000, story =>
        {
            var model = Play(story, PlantedPeerBug.None);
            telling += model.Telling;
            waiting += model.WaitingCredits;
            forked += model.ForkedDebits;
        });

        // A run counts only if it did something.
        Assert.True(
            telling > 5_000 && waiting > 2_000 && forked > 1_000,
            $"{telling} balances, {waiting} credits that waited, {forked} debits on a fork below a watermark");
    }

    [Fact]
    public void The_planted_bug_that_lines_beyond_a_gap_are_ignored_is_caught() =>
        IsCaught(PlantedPeerBug.IgnoresWhatIsBeyondAGap);

    [Fact]
    public void The_planted_bug_that_a_line_counts_twice_is_caught() => IsCaught(PlantedPeerBug.CountsTwice);

    [Fact]
    public void The_planted_bug_that_a_list_makes_forget_what_is_forked_is_caught() =>
        IsCaught(PlantedPeerBug.ForgetsWhatIsForked, atLeast: 15);

    [Fact]
    public void A_card_list_that_is_deleted_at_any_time_and_fetched_again_changes_no_verdict()
    {
        var (sales, refusals) = (0, 0);
        Holds.For(PeerStory.Any, 500, story =>
        {
            var kept = Verdicts(story, deleteEvery: 0);
            for (var every = 1; every <= 3; every++)
                Assert.Equal(kept, Verdicts(story, every));
            sales += kept.Count(fact => fact is Fact.Sale);
            refusals += kept.Count(fact => fact is Fact.Refusal);
        });

        Assert.True(sales > 1_000 && refusals > 500, $"{sales} sales, {refusals} refusals");
    }

    private static void IsCaught(PlantedPeerBug bug, int atLeast = 100)
    {
        var caught = PeerStory.Any.Sample(300, new Rnd(2026, 11), 50).Count(story =>
        {
            try
            {
                Play(story, bug);
                return false;
            }
            catch (PeerModel.Broken)
            {
                return true;
            }
        });

        Assert.True(caught >= atLeast, $"caught in {caught} of 300 stories");
    }

    private static PeerModel Play(PeerStory story, PlantedPeerBug bug)
    {
        var model = new PeerModel(story, bug);
        foreach (var step in story.Steps)
            model.Step(step);
        return model;
    }

    /// <summary>
    /// A guest buys after each step. Behind every so manieth the list's file is deleted, with the terminal running or
    /// while it restarts, and the list is fetched again; whatever is read of a list alone must then be as it was. No
    /// list here has less than the one before: what such a one lacks is asked for again, and until then is missing.
    /// </summary>
    private static List<Fact> Verdicts(PeerStory story, int deleteEvery)
    {
        var terminal = Open(Setup(Tight), Card(Guest, "TLF 6000"));
        var version = 1L;
        var listed = new long[PeerStory.Peers];
        foreach (var (step, index) in story.Steps.Select((step, index) => (step, index)))
        {
            var isDeleted = deleteEvery > 0 && index % deleteEvery == 0;
            if (step.Kind == PeerStepKind.Hear)
                terminal.Hear([.. story.Lines.Skip(step.Line).Take(step.Count).Select(line => line.Heard)]);
            if (step.Kind == PeerStepKind.List)
            {
                version++;
                listed[step.Peer] = Math.Max(listed[step.Peer], step.Watermark);
                terminal.PeerWatermarks =
                    [.. listed.Select((watermark, peer) => new Watermark(PeerStory.NameOf(peer), 1, watermark))];
                Fetch(terminal, version);
            }
            if (isDeleted)
            {
                terminal.LoseListFile();
                if (step.Kind != PeerStepKind.Restart)
                    terminal.Give(new Input.ListLost("the file is gone"));
            }
            if (step.Kind == PeerStepKind.Restart)
                terminal.Restart();
            if (isDeleted)
                Fetch(terminal, version);
            terminal.Confirm();
            terminal.Give(new Input.ArticleChosen(Beer));
            terminal.Tap(Guest);
            terminal.Finish();
        }
        return [.. terminal.Journal.Select(record => record.Fact).Where(fact => fact is Fact.Sale or Fact.Refusal)];
    }

    private static void Fetch(TerminalDriver terminal, long version) =>
        terminal.ApplyList(version, watermark: 0, Card(Guest, "TLF 6000"));
}
