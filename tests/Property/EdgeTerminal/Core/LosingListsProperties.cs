using System.Collections.Immutable;
using CloudBridge.Contract;
using EdgeTerminal.Core;
using FsCheck;
using FsCheck.Fluent;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Property.EdgeTerminal.Core;

/// <summary>
/// Nothing that a rule reads lives in the card list alone: two terminals live through the same, and one of them loses
/// its list before each step and is given it again. On real files: <see cref="Store.LosingFilesProperties"/>.
/// </summary>
public class LosingListsProperties
{
    private const string Stranger = "04112233445566";

    private static readonly string[] Everybody = [Guest, Other, Stranger];

    private static readonly TerminalLimits Tight = TerminalLimits.Default with
    {
        Uid = TerminalLimits.Default.Uid with { VelocityTaps = 9 },
        OfflineTotal = new Money(45_00),
        UnknownCards = new UnknownCardRules(
            UnknownCardPolicy.Allow, AssetId.Parse("TLF"), PerCard: new Money(700), PerDay: new Money(1_000)),
        Allowances = [new AllowanceLimit("alcohol", 4)],
        UntrustedBoots = 3,
    };

    private static readonly Gen<Step> AnyStep =
        from kind in Gen.Frequency(
            (12, Gen.Constant(Kind.BuyBeer)),
            (8, Gen.Constant(Kind.BuySyrup)),
            (6, Gen.Constant(Kind.ApplyList)),
            (6, Gen.Constant(Kind.Confirm)),
            (2, Gen.Constant(Kind.Wait)),
            (2, Gen.Constant(Kind.Restart)),
            (2, Gen.Constant(Kind.LosePower)),
            (1, Gen.Constant(Kind.RestoreImage)),
            (1, Gen.Constant(Kind.ChangeStorage)))
        from choice in Gen.Choose(0, 9)
        select new Step(kind, choice);

    private static readonly Gen<Step[]> Story =
        from length in Gen.Choose(5, 60) from steps in Gen.ArrayOf(AnyStep, length) select steps;

    private enum Kind
    {
        BuyBeer,
        BuySyrup,
        ApplyList,
        Confirm,
        Wait,
        Restart,
        LosePower,
        RestoreImage,
        ChangeStorage,
    }

    [Fact]
    public void Whoever_loses_the_list_before_any_step_and_gets_it_back_judges_as_if_nothing_had_been()
    {
        var answers = new HashSet<string>();
        Holds.For(Story, 400, story =>
        {
            var (kept, lost) = (new Play(), new Play());
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
        string[] met = ["BalanceTooLow", "Velocity", "ListExpired", "CardUnknown"];
        Assert.Subset(answers.Select(answer => answer.Split(' ')[0]).ToHashSet(), met.ToHashSet());
    }

    [Fact]
    public void Folding_the_journal_gives_what_was_remembered_in_whatever_epoch()
    {
        var epochs = 0L;
        Holds.For(Story, 300, story =>
        {
            var play = new Play();
            foreach (var step in story)
            {
                play.Do(step);
                Assert.Equal(play.Folded(), play.Past);
            }
            epochs += play.Past.Last!.Value.Epoch - 1;
        });

        Assert.True(epochs > 100, $"{epochs} moves to another epoch");
    }

    private sealed record Step(Kind Kind, int Choice);

    private sealed class Play
    {
        private readonly TerminalDriver driver = new(Setup(Tight)) { StorageId = "the first card" };
        private ImmutableArray<CardEntry> entries;

        public Play()
        {
            driver.Start();
            ApplyList(back: 0);
        }

        /// <summary>What each tap got: the reason, or the screen, and what the card has left.</summary>
        public List<string> Answers { get; } = [];

        public Remembered Past => driver.State.Past;

        public Remembered Folded() => driver.Folded();

        public void Do(Step step)
        {
            switch (step.Kind)
            {
                case Kind.BuyBeer:
                    Buy(Beer with { Allowance = "alcohol" }, Everybody[step.Choice % Everybody.Length]);
                    break;
                case Kind.BuySyrup:
                    Buy(Syrup, Everybody[step.Choice % Everybody.Length]);
                    break;
                case Kind.ApplyList:
                    ApplyList(step.Choice / 2);
                    break;
                case Kind.Confirm:
                    driver.Confirm();
                    break;
                case Kind.Wait:
                    driver.Wait(step.Choice == 9 ? 80 * Clock.Hour : 20 * Clock.Second);
                    break;
                case Kind.Restart:
                    driver.Restart();
                    break;
                case Kind.LosePower:
                    // Time that was seen to be powered is what records say: both say it now.
                    driver.Give(new Input.FaultBegan(Fault.CardKeysLost, "for the time"));
                    driver.LosePower();
                    break;
                case Kind.RestoreImage:
                    driver.GoOver(isRestored: true, Unacked(step.Choice));
                    break;
                case Kind.ChangeStorage:
                    driver.GoOver(isRestored: false, unacked: 0);
                    break;
            }
        }

        /// <summary>Cache and files are gone; the ledger is in reach, and confirms what it had confirmed.</summary>
        public void LoseListAndGetItBack()
        {
            var (past, present) = driver.State;
            if (present.ListInUse is not { } list)
                return;
            var confirmed = present.ConfirmedAtMilliseconds;
            driver.Give(new Input.ListLost("for the test"));
            Assert.Null(driver.ApplyList(list, past.Watermarks, [.. entries]).Ignored);
            if (confirmed is { } at)
                driver.Give(new Input.BeatAnswered(list, at, driver.Wall));
        }

        private void Buy(Article article, string uid)
        {
            driver.Give(new Input.ArticleChosen(article));
            driver.Tap(uid);
            Answers.Add(driver.Screen switch
            {
                GuestScreen.Refused refused => $"{refused.Reason} {refused.Left}",
                GuestScreen.Approved approved => $"Approved {approved.Left}",
                var other => $"{other}",
            });
            driver.Finish();
            driver.Give(new Input.BasketCleared());
        }

        /// <summary>Records of this epoch from the first of so many last sales on.</summary>
        private int Unacked(int sales)
        {
            var last = driver.Journal[^1].Position;
            var first = driver.Journal
                .Where(record => record.Position.Epoch == last.Epoch && record.Fact is Fact.Sale)
                .TakeLast(sales)
                .FirstOrDefault()?.Position;
            return first is { } from ? (int)(last.Sequence - from.Sequence + 1) : 0;
        }

        /// <summary>The ledger has all but so many of the last sales.</summary>
        private void ApplyList(int back)
        {
            var sales = driver.Journal.Where(record => record.Fact is Fact.Sale)
                .GroupBy(record => record.Reissues?.Position() ?? record.Position)
                .Select(said => said.Last())
                .ToList();
            var missing = sales.TakeLast(back).ToList();
            var end = missing.Count == 0 ? driver.Journal[^1].Position : missing[0].Position.Before();
            var watermarks = EpochMarks.Of(
                driver.Journal.Select(record => record.Position).Where(position => position <= end));
            var listed = sales.Take(sales.Count - missing.Count)
                .SelectMany(record => record.Fact.Movements()).ToList();
            var next = ImmutableArray.Create(Entry(Guest, 3_000, listed), Entry(Other, 6_000, listed));
            if (driver.ApplyList((Past.List?.Version ?? 0) + 1, watermarks, [.. next]).Ignored is null)
                entries = next;
        }

        private static CardEntry Entry(string uid, long seeded, IEnumerable<Movement> listed)
        {
            var card = Site.Card(uid);
            var left = seeded + listed.Where(movement => movement.Card == card).Sum(row => row.Amount.MinorUnits);
            return Card(uid, $"TLF {left}");
        }
    }
}
