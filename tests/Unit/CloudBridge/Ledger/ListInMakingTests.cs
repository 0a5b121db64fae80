using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>A list of more cards than are made at once: whoever books waits for a part of it only.</summary>
public sealed class ListInMakingTests : IDisposable
{
    private const int Cards = 3_000;

    /// <summary>Four of the sixteen chunks.</summary>
    private const int AtOnce = 800;

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly LedgerLogic logic;
    private readonly ListListener listener;
    private readonly ListListener newcomer;
    private long now;
    private long uses;

    public ListInMakingTests()
    {
        ledger = new LedgerBench(site).With([.. Enumerable.Range(0, Cards).Select(number => (Uid(number), "TLF 100"))]);
        logic = new LedgerLogic(
            Site.Id, ledger.Store, site.Ledger, LedgerBench.Options with { CardsAtOnce = AtOnce });
        listener = new ListListener(site);
        newcomer = new ListListener(site);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void The_first_is_made_some_at_a_time_and_is_of_one_moment_whatever_is_booked_meanwhile()
    {
        Hear(logic.Connected(now));
        Assert.Equal(0, listener.Wholes);

        var turns = Until(() => listener.Wholes == 1, () => Use(turn => [turn * 100]));

        Assert.InRange(turns, 3, 7);
        Assert.Equal(new ListVersion(1, 1), listener.Manifest.List());
        IsAsTheBooksHaveIt();
        Assert.False(logic.HasMore);
    }

    [Fact]
    public void While_another_is_in_the_making_changes_are_said_as_ever()
    {
        Begin();
        Use(_ => Enumerable.Range(0, Cards / 2));
        Say(1_000);
        now += LedgerBench.Options.WholeAtLeastEvery;
        listener.Deltas.Clear();

        var turns = Until(() => listener.Wholes == 2, () => Use(turn => [turn]));

        Assert.InRange(turns, 3, 7);
        Assert.InRange(listener.Deltas.Count, turns / 2 - 1, turns / 2 + 1);
        Assert.Equal(listener.Deltas[^1].Version, listener.Manifest.Version);
        IsAsTheBooksHaveIt();
        Assert.False(logic.HasMore);
    }

    [Fact]
    public void More_than_can_be_said_as_a_change_waits_for_the_whole_list()
    {
        Begin();
        ledger.Add(new LedgerEntry.CardsAdded(
            [.. Enumerable.Range(Cards, 9_000).Select(number => LedgerBench.NewCard(Uid(number), "TLF 100"))]));
        Say(1_000);
        Assert.True(logic.HasMore);

        var turns = Until(() => listener.Wholes == 2, () => Use(turn => [turn]));

        Assert.InRange(turns, 12, 25);
        Assert.Empty(listener.Deltas);
        Assert.Equal(new ListVersion(1, 2), listener.Manifest.List());
        IsAsTheBooksHaveIt();
        Use(_ => [1]);
        Say(1_000);
        Assert.Single(listener.Deltas);
    }

    /// <summary>All chunks change in each turn: what was made is never what the books have.</summary>
    [Fact]
    public void Where_too_much_changes_it_is_made_at_once_in_the_end()
    {
        Hear(logic.Connected(now));

        var turns = Until(
            () => listener.Wholes == 1, () => Use(_ => Enumerable.Range(0, 300).Select(place => place * 10)));

        Assert.InRange(turns, 10, 15);
        IsAsTheBooksHaveIt();
    }

    /// <summary>What it made before counts, as far as nothing of it has changed.</summary>
    [Fact]
    public void An_era_that_begins_meanwhile_has_the_list_all_the_same()
    {
        Begin();
        Use(_ => Enumerable.Range(0, Cards / 2));
        Say(1_000);
        now += LedgerBench.Options.WholeAtLeastEvery;
        Say(500);
        Assert.True(logic.HasMore);

        ledger.RaiseEra(now);
        Until(() => listener.Wholes == 2, () => Use(turn => [turn]));

        Assert.NotEqual(1, listener.Manifest.Era);
        IsAsTheBooksHaveIt();
    }

    private static string Uid(int number) => $"04{number:X12}";

    private void Begin()
    {
        Hear(logic.Connected(now));
        Until(() => listener.Wholes == 1, () => { });
        listener.Deltas.Clear();
    }

    private int Until(Func<bool> isDone, Action meanwhile)
    {
        for (var turns = 0; turns < 100; turns++)
        {
            if (isDone())
                return turns;
            meanwhile();
            Say(500);
        }
        throw new InvalidOperationException("It is never over.");
    }

    private void Say(long later)
    {
        now += later;
        Hear(logic.OnTime(now));
    }

    /// <summary>A newcomer knows what the broker keeps, and of no change.</summary>
    private void Hear(IReadOnlyList<LedgerAction> actions)
    {
        listener.Hear(actions);
        newcomer.Hear(actions.OfType<LedgerAction.Publish>().Where(publish => publish.Message.Retained));
    }

    private void Use(Func<int, IEnumerable<int>> cards) => ledger.Store.Change(draft =>
    {
        uses++;
        foreach (var number in cards((int)uses))
            draft.Add(new LedgerEntry.CounterSet(Site.Card(Uid(number)), uses));
        return true;
    });

    private void IsAsTheBooksHaveIt()
    {
        var cards = ledger.Store.Read(books => books.Cards());
        Assert.Equal(cards.OrderBy(card => card.Card), listener.Cards.OrderBy(card => card.Card));
        Assert.Equal(cards.OrderBy(card => card.Card), newcomer.Cards.OrderBy(card => card.Card));
        Assert.Equal(cards.Count, listener.Manifest.Cards);
    }
}
