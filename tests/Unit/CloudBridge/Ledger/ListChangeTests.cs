using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What changes in lists is said as such, and again to who was away.</summary>
public sealed class ListChangeTests : IDisposable
{
    private const int Cards = 3_000;

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;
    private readonly ListListener listener;
    private long now;

    public ListChangeTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 10000"), (Other, "TLF 100"));
        terminal = new JournalWriter(site);
        listener = new ListListener(site);
        listener.Hear(ledger.Logic.Connected(now));
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void One_purchase_is_said_within_a_second_as_one_card_and_the_terminals_watermark()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));

        Say(1_000);

        var delta = Assert.Single(listener.Deltas);
        Assert.Equal((1, 2, 2), (delta.From, delta.Version, delta.Cards));
        Assert.Equal([Site.Card(Guest)], delta.Changed.Select(card => card.Card));
        Assert.Equal([new Watermark(Site.Bar, 1, 1)], delta.Watermarks);
        Assert.Equal(1, listener.Wholes);
        IsAsTheBooksHaveIt();
    }

    [Fact]
    public void A_version_is_used_up_before_it_is_said()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
        Say(1_000);

        Assert.Equal(new ListVersion(1, 2), ledger.Crash().Store.Read(books => books.LastList));
    }

    [Fact]
    public void What_a_terminal_wrote_that_moves_nothing_is_said_with_the_next_change()
    {
        ledger.Take(terminal.Next(new Fact.FireOpened()));
        Say(1_000);
        Assert.Empty(listener.Deltas);

        ledger.Add(new LedgerEntry.CounterSet(Site.Card(Other), 5));
        Say(1_000);

        Assert.Equal([new Watermark(Site.Bar, 1, 1)], Assert.Single(listener.Deltas).Watermarks);
        IsAsTheBooksHaveIt();
    }

    /// <summary>It is neither booked nor set aside, and a list counts it.</summary>
    [Fact]
    public void What_waits_for_others_is_said_when_it_comes_and_when_it_is_booked()
    {
        var first = terminal.Next(JournalWriter.Beer(Guest));
        ledger.Take(terminal.Next(JournalWriter.Beer(Other)));
        Say(1_000);
        Assert.Equal([Site.Card(Other)], listener.Deltas[0].Changed.Select(card => card.Card));
        IsAsTheBooksHaveIt();

        ledger.Take(first);
        Say(1_000);

        Assert.Equal(2, listener.Deltas[1].Changed.Count);
        IsAsTheBooksHaveIt();
    }

    [Fact]
    public void All_cards_of_a_wallet_are_said_when_it_is_merged_or_given_another_card()
    {
        const string second = "04010203040506";
        ledger.Add(new LedgerEntry.CardReissued(Site.Card(Other), Site.Card(second), CardClass.Uid));
        Say(1_000);
        Assert.Equal(2, listener.Deltas[0].Changed.Count);
        Assert.Equal(3, listener.Manifest.Cards);
        IsAsTheBooksHaveIt();

        ledger.Add(new LedgerEntry.WalletsMerged(WalletOf(Guest), WalletOf(Other)));
        Say(1_000);

        Assert.Equal(3, listener.Deltas[1].Changed.Count);
        IsAsTheBooksHaveIt();
    }

    [Fact]
    public void Two_hundred_terminals_that_ask_at_once_have_one_answer_for_all()
    {
        for (var sale = 0; sale < 5; sale++)
        {
            ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
            Say(1_000);
        }
        listener.Deltas.Clear();

        for (var asks = 0; asks < 200; asks++)
            Ask(1 + asks % 5);
        Say(500);

        var answer = Assert.Single(listener.Deltas);
        Assert.Equal((1, 6), (answer.From, answer.Version));
        Assert.Single(answer.Changed);
    }

    /// <summary>Others wait no longer for it.</summary>
    [Fact]
    public void Whoever_asks_the_same_again_and_again_has_an_answer_ever_more_seldom()
    {
        for (var sale = 0; sale < 2; sale++)
        {
            ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
            Say(1_000);
        }
        listener.Deltas.Clear();

        for (var half = 0; half < 120; half++)
        {
            Ask(1);
            Say(500);
        }

        Assert.InRange(listener.Deltas.Count, 3, 4);
        Say(5_000);
        listener.Deltas.Clear();
        Ask(2);
        Say(500);
        Assert.Single(listener.Deltas);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    [InlineData(7, 1)]
    public void Who_has_the_list_or_one_that_never_was_has_no_answer(long era, long version)
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
        Say(1_000);
        listener.Deltas.Clear();

        listener.Hear(ledger.Logic.Received([Since(era, version)], now, Clock.Noon).OfType<LedgerAction.Publish>());
        Say(1_000);

        Assert.Empty(listener.Deltas);
    }

    /// <summary>The next one, with what changed meanwhile, is the answer as well.</summary>
    [Fact]
    public void Who_asks_while_something_changes_has_that_too()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
        Say(1_000);
        ledger.Take(terminal.Next(JournalWriter.Beer(Other)));
        listener.Deltas.Clear();

        Ask(1);
        Say(1_000);

        Assert.Equal([(2, 3), (1, 3)], listener.Deltas.Select(delta => (delta.From, delta.Version)));
        Assert.Equal(2, listener.Deltas[1].Changed.Count);
    }

    [Fact]
    public void What_is_more_than_a_message_has_room_for_is_said_whole()
    {
        ledger.Add(new LedgerEntry.CardsAdded([.. Enumerable.Range(1, 9_000).Select(NewCard)]));
        Say(1_000);

        Assert.Empty(listener.Deltas);
        Assert.Equal(2, listener.Wholes);
        Assert.Equal(2, listener.Manifest.Since);
        IsAsTheBooksHaveIt();
    }

    /// <summary>The first list of an era may lack what a terminal must have: another is made where one asks.</summary>
    [Fact]
    public void Who_has_a_list_of_an_era_before_gets_a_later_whole_one_now_and_then()
    {
        ledger.RaiseEra(500);
        Say(1_000);
        Assert.Equal(2, listener.Wholes);
        var era = listener.Manifest.Era;
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
        Say(1_000);
        Assert.Equal(2, listener.Wholes);

        Ask(1);
        Say(LedgerBench.Options.WholeEvery - 1_001);
        Assert.Equal(2, listener.Wholes);
        Say(1);

        Assert.Equal(3, listener.Wholes);
        Assert.Equal(era, listener.Manifest.Era);
        IsAsTheBooksHaveIt();
        Ask(1);
        Say(60_000);
        Assert.Equal(3, listener.Wholes);
    }

    /// <summary>In pieces that fit into messages; what is older than all of them is not known any more.</summary>
    [Fact]
    public void A_long_history_is_said_in_pieces_and_the_whole_list_is_made_anew_before_it_is_forgotten()
    {
        ledger.Add(new LedgerEntry.CardsAdded([.. Enumerable.Range(1, Cards).Select(NewCard)]));
        Say(1_000);
        for (var round = 0; round < 6; round++)
        {
            foreach (var some in Enumerable.Range(1, Cards).Chunk(1_500))
            {
                ledger.Store.Change(draft =>
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
        var (whole, since) = (listener.Wholes, listener.Manifest);
        listener.Deltas.Clear();

        Ask(ledger.Logic.ListHistoryFrom);
        Say(500);

        Assert.InRange(whole, 3, 4);
        Assert.InRange(listener.Deltas.Count, 2, 9);
        Assert.Equal(ledger.Logic.ListHistoryFrom, listener.Deltas[0].From);
        Assert.Equal(since.Version, listener.Deltas[^1].Version);
        foreach (var (one, next) in listener.Deltas.Zip(listener.Deltas.Skip(1)))
            Assert.Equal(one.Version, next.From);
        listener.Deltas.Clear();
        Ask(1);
        Say(5_000);
        Assert.Empty(listener.Deltas);
    }

    private static string Uid(int number) => $"04{number:X12}";

    private static NewCard NewCard(int number) => LedgerBench.NewCard(Uid(number), "TLF 100");

    private MqttMessage Since(long era, long version) => new(
        LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Since),
        new SinceMessage(era, version, listener.Manifest.History).Write());

    private void Ask(long version) => ledger.Logic.Received([Since(1, version)], now, Clock.Noon);

    private void Say(long later)
    {
        now += later;
        listener.Hear(ledger.Logic.OnTime(now));
    }

    private void IsAsTheBooksHaveIt()
    {
        var cards = ledger.Store.Read(books => books.Cards());
        Assert.Equal(cards.OrderBy(card => card.Card), listener.Cards.OrderBy(card => card.Card));
        Assert.Equal(cards.Count, listener.Manifest.Cards);
        Assert.Equal(
            ledger.Store.Read(books => books.Watermarks().ToList()),
            listener.Manifest.Watermarks.Where(row => row.Sequence > 0 || row.Epoch == 1));
    }
}
