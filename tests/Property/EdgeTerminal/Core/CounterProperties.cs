using CloudBridge.Contract;
using EdgeTerminal.Core;
using FsCheck;
using FsCheck.Fluent;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Property.EdgeTerminal.Core;

/// <summary>
/// One card with a counter, one copy of it that shows what it has heard, one more card that no list has, one ledger
/// whose lists come when they like, power cuts, and segments that go.
/// </summary>
public class CounterProperties
{
    private static readonly CardEntry Counted = Card(Guest, "TLF 900000") with { Class = CardClass.Counter };

    /// <summary>An unknown card may buy; one that counts as its UID may not buy a beer.</summary>
    private static readonly TerminalLimits Limits = Generous with
    {
        Uid = Generous.Uid with { FloorLimit = Beer.Price - new Money(1) },
        UnknownCards = new UnknownCardRules(
            UnknownCardPolicy.Allow, AssetId.Parse("TLF"), new Money(100_000_00), new Money(100_000_00)),
    };

    private static readonly Gen<Step> AnyStep =
        from kind in Gen.Frequency(
            (8, Gen.Constant(Kind.Buy)),
            (3, Gen.Constant(Kind.AskBalance)),
            (6, Gen.Constant(Kind.Replay)),
            (2, Gen.Constant(Kind.BuyUnlisted)),
            (4, Gen.Constant(Kind.ApplyList)),
            (1, Gen.Constant(Kind.Restart)),
            (1, Gen.Constant(Kind.LosePower)),
            (2, Gen.Constant(Kind.Retire)))
        from choice in Gen.Choose(0, 9)
        select new Step(kind, choice);

    private static readonly Gen<Step[]> Story =
        from length in Gen.Choose(5, 60) from steps in Gen.ArrayOf(AnyStep, length) select steps;

    private enum Kind
    {
        Buy,
        AskBalance,
        Replay,
        BuyUnlisted,
        ApplyList,
        Restart,
        LosePower,
        Retire,
    }

    [Fact]
    public void A_reading_that_counted_once_never_counts_again_and_a_new_one_always_does()
    {
        var (sales, replays) = (0, 0);
        Holds.For(Story, 500, story =>
        {
            var play = new Play();
            foreach (var step in story)
                play.Do(step, () => { });
            Assert.Empty(play.Wrong);
            (sales, replays) = (sales + play.Sales, replays + play.Replays);
        });

        // A run counts only if it did something.
        Assert.True(sales > 3_000 && replays > 2_000, $"{sales} sales, {replays} replays");
    }

    [Fact]
    public void Losing_the_list_and_getting_it_back_changes_no_verdict() =>
        Holds.For(Story, 200, story =>
        {
            var (kept, lost) = (new Play(), new Play());
            foreach (var step in story)
            {
                kept.Do(step, () => { });
                lost.Do(step, lost.LoseListAndGetItBack);
            }

            Assert.Equal(kept.Answers, lost.Answers);
        });

    private sealed record Step(Kind Kind, int Choice);

    private sealed class Play
    {
        private readonly TerminalDriver driver = new(Setup(Limits)) { SegmentRecords = 8 };
        private readonly List<long> heard = [];
        private CardEntry entry = Counted;
        private long next;

        public Play()
        {
            driver.Start();
            ApplyList(back: 0);
        }

        /// <summary>What each tap got: the reason, or the screen.</summary>
        public List<string> Answers { get; } = [];

        public List<string> Wrong { get; } = [];

        public int Sales { get; private set; }

        public int Replays { get; private set; }

        public void Do(Step step, Action before)
        {
            before();
            switch (step.Kind)
            {
                case Kind.Buy:
                    next += 1 + step.Choice;
                    Tap(next, buys: true, expected: "Approved");
                    Sales++;
                    break;
                case Kind.AskBalance:
                    next += 1 + step.Choice;
                    Tap(next, buys: false, expected: "Balance");
                    break;
                case Kind.Replay when heard.Count > 0:
                    Tap(heard[^(1 + step.Choice % heard.Count)], buys: step.Choice > 2, expected: "ClassTooWeak");
                    Replays++;
                    break;
                case Kind.BuyUnlisted:
                    // Now and then the same reading once more.
                    Tap(Other, 1 + step.Choice, buys: true, expected: "FloorLimit");
                    break;
                case Kind.ApplyList:
                    ApplyList(step.Choice);
                    break;
                case Kind.Restart:
                    driver.Restart();
                    driver.Confirm();
                    break;
                case Kind.LosePower:
                    driver.LosePower();
                    driver.Confirm();
                    break;
                case Kind.Retire:
                    Retire();
                    break;
            }
        }

        public void LoseListAndGetItBack()
        {
            var past = driver.State.Past;
            driver.Give(new Input.ListLost("for the test"));
            driver.ApplyList(past.List!, past.Watermarks.Latest?.Sequence ?? 0, entry);
        }

        private void Tap(long counter, bool buys, string expected)
        {
            Tap(Guest, counter, buys, expected);
            heard.Add(counter);
        }

        private void Tap(string uid, long counter, bool buys, string expected)
        {
            if (buys)
                driver.Give(new Input.ArticleChosen(Beer));
            driver.Tap(uid, counter);
            var answer = (driver.Screen as GuestScreen.Refused)?.Reason.ToString() ?? driver.Screen!.GetType().Name;
            Answers.Add(answer);
            if (answer != expected)
                Wrong.Add($"{counter}: {answer}, expected {expected}");
            driver.Finish();
            // Whoever asked for nothing leaves nothing behind.
            driver.Give(new Input.BasketCleared());
        }

        /// <summary>The ledger has all but so many of the last records.</summary>
        private void ApplyList(int back)
        {
            var past = driver.State.Past;
            var watermark = Math.Max(past.Watermarks.Latest?.Sequence ?? 0, driver.Journal.Count - back);
            var counters = driver.Journal.Where(record => record.Position.Sequence <= watermark)
                .Select(record => record.Fact.Counter())
                .Where(reading => reading?.Card == Counted.Card)
                .Select(reading => reading?.Value);
            entry = Counted with { Counter = counters.Max() };
            driver.ApplyList((past.List?.Version ?? 0) + 1, watermark, entry);
        }

        private void Retire()
        {
            var through = driver.Segments.Skip(1).Select(begin => begin.Before())
                .LastOrDefault(driver.State.Past.Watermarks.Covers);
            driver.Give(new Input.RecordsOutlived(through));
        }
    }
}
