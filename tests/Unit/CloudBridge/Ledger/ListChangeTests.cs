using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What changes in lists is said as such, and again to who was away.</summary>
public sealed class ListChangeTests : SaidListsBench
{
    private const int Cards = 3_000;

    [Fact]
    public void One_purchase_is_said_within_a_second_as_one_card_and_the_terminals_watermark()
    {
        Ledger.Take(Terminal.Next(JournalWriter.Beer(Guest)));

        Say(1_000);

        var delta = Assert.Single(Listener.Deltas);
        Assert.Equal((1, 2, 2), (delta.From, delta.Version, delta.Cards));
        Assert.Equal([Site.Card(Guest)], delta.Changed.Select(card => card.Card));
        Assert.Equal([new Watermark(Site.Bar, 1, 1)], delta.Watermarks);
        Assert.Equal(1, Listener.Wholes);
        IsAsTheBooksHaveIt();
    }

    [Fact]
    public void A_version_is_used_up_before_it_is_said()
    {
        Ledger.Take(Terminal.Next(JournalWriter.Beer(Guest)));
        Say(1_000);

        Assert.Equal(new ListVersion(1, 2), Ledger.Crash().Store.Read(books => books.LastList));
    }

    [Fact]
    public void What_a_terminal_wrote_that_moves_nothing_is_said_with_the_next_change()
    {
        Ledger.Take(Terminal.Next(new Fact.FireOpened()));
        Say(1_000);
        Assert.Empty(Listener.Deltas);

        Ledger.Add(new LedgerEntry.CounterSet(Site.Card(Other), 5));
        Say(1_000);

        Assert.Equal([new Watermark(Site.Bar, 1, 1)], Assert.Single(Listener.Deltas).Watermarks);
        IsAsTheBooksHaveIt();
    }

    /// <summary>It is neither booked nor set aside, and a list counts it.</summary>
    [Fact]
    public void What_waits_for_others_is_said_when_it_comes_and_when_it_is_booked()
    {
        var first = Terminal.Next(JournalWriter.Beer(Guest));
        Ledger.Take(Terminal.Next(JournalWriter.Beer(Other)));
        Say(1_000);
        Assert.Equal([Site.Card(Other)], Listener.Deltas[0].Changed.Select(card => card.Card));
        IsAsTheBooksHaveIt();

        Ledger.Take(first);
        Say(1_000);

        Assert.Equal(2, Listener.Deltas[1].Changed.Count);
        IsAsTheBooksHaveIt();
    }

    [Fact]
    public void All_cards_of_a_wallet_are_said_when_it_is_merged_or_given_another_card()
    {
        const string second = "04010203040506";
        Ledger.Add(new LedgerEntry.CardReissued(Site.Card(Other), Site.Card(second), CardClass.Uid));
        Say(1_000);
        Assert.Equal(2, Listener.Deltas[0].Changed.Count);
        Assert.Equal(3, Listener.Manifest.Cards);
        IsAsTheBooksHaveIt();

        Ledger.Add(new LedgerEntry.WalletsMerged(WalletOf(Guest), WalletOf(Other)));
        Say(1_000);

        Assert.Equal(3, Listener.Deltas[1].Changed.Count);
        IsAsTheBooksHaveIt();
    }

    [Fact]
    public void Two_hundred_terminals_that_ask_at_once_have_one_answer_for_all()
    {
        for (var sale = 0; sale < 5; sale++)
        {
            Ledger.Take(Terminal.Next(JournalWriter.Beer(Guest)));
            Say(1_000);
        }
        Listener.Deltas.Clear();

        for (var asks = 0; asks < 200; asks++)
            Ask(1 + asks % 5);
        Say(500);

        var answer = Assert.Single(Listener.Deltas);
        Assert.Equal((1, 6), (answer.From, answer.Version));
        Assert.Single(answer.Changed);
    }

    /// <summary>Others wait no longer for it.</summary>
    [Fact]
    public void Whoever_asks_the_same_again_and_again_has_an_answer_ever_more_seldom()
    {
        for (var sale = 0; sale < 2; sale++)
        {
            Ledger.Take(Terminal.Next(JournalWriter.Beer(Guest)));
            Say(1_000);
        }
        Listener.Deltas.Clear();

        for (var half = 0; half < 120; half++)
        {
            Ask(1);
            Say(500);
        }

        Assert.InRange(Listener.Deltas.Count, 3, 4);
        Say(5_000);
        Listener.Deltas.Clear();
        Ask(2);
        Say(500);
        Assert.Single(Listener.Deltas);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    [InlineData(7, 1)]
    public void Who_has_the_list_or_one_that_never_was_has_no_answer(long era, long version)
    {
        Ledger.Take(Terminal.Next(JournalWriter.Beer(Guest)));
        Say(1_000);
        Listener.Deltas.Clear();

        Listener.Hear(Ledger.Logic.Received([Since(era, version)], Now, Clock.Noon).OfType<LedgerAction.Publish>());
        Say(1_000);

        Assert.Empty(Listener.Deltas);
    }

    /// <summary>The next one, with what changed meanwhile, is the answer as well.</summary>
    [Fact]
    public void Who_asks_while_something_changes_has_that_too()
    {
        Ledger.Take(Terminal.Next(JournalWriter.Beer(Guest)));
        Say(1_000);
        Ledger.Take(Terminal.Next(JournalWriter.Beer(Other)));
        Listener.Deltas.Clear();

        Ask(1);
        Say(1_000);

        Assert.Equal([(2, 3), (1, 3)], Listener.Deltas.Select(delta => (delta.From, delta.Version)));
        Assert.Equal(2, Listener.Deltas[1].Changed.Count);
    }

    [Fact]
    public void What_is_more_than_a_message_has_room_for_is_said_whole()
    {
        Ledger.Add(new LedgerEntry.CardsAdded([.. Enumerable.Range(1, 9_000).Select(NewCard)]));
        Say(1_000);

        Assert.Empty(Listener.Deltas);
        Assert.Equal(2, Listener.Wholes);
        Assert.Equal(2, Listener.Manifest.Since);
        IsAsTheBooksHaveIt();
    }

    /// <summary>The first list of an era may lack what a terminal must have: another is made where one asks.</summary>
    [Fact]
    public void Who_has_a_list_of_an_era_before_gets_a_later_whole_one_now_and_then()
    {
        Ledger.RaiseEra(500);
        Say(1_000);
        Assert.Equal(2, Listener.Wholes);
        var era = Listener.Manifest.Era;
        Ledger.Take(Terminal.Next(JournalWriter.Beer(Guest)));
        Say(1_000);
        Assert.Equal(2, Listener.Wholes);

        Ask(1);
        Say(LedgerBench.Options.WholeEvery - 1_001);
        Assert.Equal(2, Listener.Wholes);
        Say(1);

        Assert.Equal(3, Listener.Wholes);
        Assert.Equal(era, Listener.Manifest.Era);
        IsAsTheBooksHaveIt();
        Ask(1);
        Say(60_000);
        Assert.Equal(3, Listener.Wholes);
    }

    /// <summary>In pieces that fit into messages; what is older than all of them is not known any more.</summary>
    [Fact]
    public void A_long_history_is_said_in_pieces_and_the_whole_list_is_made_anew_before_it_is_forgotten()
    {
        Ledger.Add(new LedgerEntry.CardsAdded([.. Enumerable.Range(1, Cards).Select(NewCard)]));
        Say(1_000);
        for (var round = 0; round < 6; round++)
        {
            foreach (var some in Enumerable.Range(1, Cards).Chunk(1_500))
            {
                Ledger.Store.Change(draft =>
                {
                    foreach (var number in some)
                        draft.Add(new LedgerEntry.CounterSet(Site.Card(Uid(number)), round + 1));
                    return true;
                });
                Say(1_000);
            }
            IsAsTheBooksHaveIt();
        }
        Say(1_000);
        var (whole, since) = (Listener.Wholes, Listener.Manifest);
        Listener.Deltas.Clear();

        Ask(Ledger.Logic.ListHistoryFrom);
        Say(500);

        Assert.InRange(whole, 3, 4);
        Assert.InRange(Listener.Deltas.Count, 2, 9);
        Assert.Equal(Ledger.Logic.ListHistoryFrom, Listener.Deltas[0].From);
        Assert.Equal(since.Version, Listener.Deltas[^1].Version);
        foreach (var (one, next) in Listener.Deltas.Zip(Listener.Deltas.Skip(1)))
            Assert.Equal(one.Version, next.From);
        Listener.Deltas.Clear();
        Ask(1);
        Say(5_000);
        Assert.Empty(Listener.Deltas);
    }

    private void IsAsTheBooksHaveIt()
    {
        var cards = Ledger.Store.Read(books => books.Cards());
        Assert.Equal(cards.OrderBy(card => card.Card), Listener.Cards.OrderBy(card => card.Card));
        Assert.Equal(cards.Count, Listener.Manifest.Cards);
        Assert.Equal(
            Ledger.Store.Read(books => books.Watermarks().ToList()),
            Listener.Manifest.Watermarks.Where(row => row.Sequence > 0 || row.Epoch == 1));
    }
}
