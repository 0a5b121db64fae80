using EdgeTerminal.Core;
using FsCheck;
using FsCheck.Fluent;
using Tests.Support;

namespace Tests.Property.EdgeTerminal.Core;

/// <summary>
/// Nothing that a rule reads lives in the card list alone: two terminals live through the same, and one of them loses
/// its list before each step and is given it again. On real files: <see cref="Store.LosingFilesProperties"/>.
/// </summary>
public class LosingListsProperties
{
    [Fact]
    public void Whoever_loses_the_list_before_any_step_and_gets_it_back_judges_as_if_nothing_had_been()
    {
        var answers = new HashSet<string>();
        Holds.For(LosingStory.Any, 400, story =>
        {
            var (kept, lost) = (new LosingPlay(), new LosingPlay());
            foreach (var step in story)
            {
                kept.Do(step);
                lost.LoseListAndGetItBack();
                lost.Do(step);
                Assert.Equal(kept.Answers, lost.Answers);
            }
            answers.UnionWith(kept.Answers);
        });

        // A run counts only if its limits were met.
        string[] met =
        [
            "Approved", "Balance", "BalanceTooLow", "Velocity", "ListExpired", "CardUnknown", "CardBlocked",
            "ClassTooWeak", "TerminalTotal",
        ];
        Assert.Subset(answers.Select(answer => answer.Split(' ')[0]).ToHashSet(), met.ToHashSet());
    }

    [Theory]
    [InlineData(nameof(PlantedLosingBug.ForgetsWhatWasSpent))]
    [InlineData(nameof(PlantedLosingBug.ForgetsOwnBlocks))]
    [InlineData(nameof(PlantedLosingBug.ForgetsOwnCounters))]
    [InlineData(nameof(PlantedLosingBug.ForgetsHolds))]
    [InlineData(nameof(PlantedLosingBug.ForgetsUnknownCards))]
    [InlineData(nameof(PlantedLosingBug.ForgetsHeardBlocks))]
    [InlineData(nameof(PlantedLosingBug.ForgetsHeardSales))]
    public void A_planted_bug_that_forgets_something_with_the_list_is_caught(string planted)
    {
        var bug = Enum.Parse<PlantedLosingBug>(planted);
        var caught = LosingStory.Any.Sample(100, new Rnd(2026, 11), 50).Count(story =>
        {
            var (kept, lost) = (new LosingPlay(), new LosingPlay());
            foreach (var step in story)
            {
                kept.Do(step);
                lost.LoseListAndGetItBack(bug);
                lost.Do(step);
            }
            return !kept.Answers.SequenceEqual(lost.Answers);
        });

        Assert.True(caught >= 3, $"caught in {caught} of 100 stories");
    }

    [Fact]
    public void Folding_the_journal_gives_what_was_remembered_in_whatever_epoch()
    {
        var epochs = 0L;
        Holds.For(LosingStory.Any, 300, story =>
        {
            var play = new LosingPlay();
            foreach (var step in story)
            {
                play.Do(step);
                Assert.Equal(play.Folded(), play.Past);
            }
            epochs += play.Past.Last!.Value.Epoch - 1;
        });

        Assert.True(epochs > 100, $"{epochs} moves to another epoch");
    }
}
