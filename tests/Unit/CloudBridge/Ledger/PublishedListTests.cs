using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

public sealed class PublishedListTests : IDisposable
{
    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;
    private readonly ListListener listener;

    public PublishedListTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 1000"), (Other, "TLF 100"));
        terminal = new JournalWriter(site);
        listener = new ListListener(site);
        Keep(ledger.Logic.Connected(0));
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void Balances_and_watermark_are_of_one_moment()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)), terminal.Next(new Fact.FireOpened()));
        Keep(ledger.Logic.OnTime(5_000));

        var (manifest, cards) = Current();

        Assert.Equal(new ListVersion(1, 2), manifest.List());
        Assert.Equal("1/2", manifest.WatermarksOf(Site.Bar).ToString());
        var guest = cards.Single(card => card.Card == Site.Card(Guest));
        Assert.Equal([.. Amounts("TLF 650")], guest.Balances);
        Assert.True(guest.EverUsed);
        Assert.False(cards.Single(card => card.Card == Site.Card(Other)).EverUsed);
    }

    /// <summary>It uses no list without them, and while it sells nothing nothing else would make a list.</summary>
    [Fact]
    public void Who_cannot_read_some_of_its_records_any_more_gets_a_list_that_has_them()
    {
        ledger.Take(terminal.Next(new Fact.FireOpened()));
        Keep(ledger.Logic.OnTime(5_000));
        Assert.Equal(new ListVersion(1, 1), Current().Manifest.List());

        ledger.Take(terminal.Next(new Fact.FaultRaised(Fact.FaultRaised.JournalRot, "segment 1, line 1")));
        Keep(ledger.Logic.OnTime(20_000));

        Assert.Equal("1/2", Current().Manifest.WatermarksOf(Site.Bar).ToString());
    }

    [Fact]
    public void The_highest_reading_of_a_counter_is_in_the_list()
    {
        ledger.Take(
            terminal.Next(new Fact.CounterUsed(Site.Card(Guest), 9)),
            terminal.Next(new Fact.CounterUsed(Site.Card(Guest), 8)),
            terminal.Next(Refused(CardClass.Counter, 4)),
            // A counter that did not count says nothing.
            terminal.Next(Refused(CardClass.Uid, 5)));
        Keep(ledger.Logic.OnTime(5_000));

        var (_, cards) = Current();

        Assert.Equal(9, cards.Single(card => card.Card == Site.Card(Guest)).Counter);
        Assert.Equal(4, cards.Single(card => card.Card == Site.Card(Other)).Counter);
    }

    [Fact]
    public void A_counter_that_was_used_before_its_card_was_added_is_in_the_list_too()
    {
        const string later = "04010203040506";
        ledger.Take(terminal.Next(new Fact.CounterUsed(Site.Card(later), 9)));
        ledger.Add(new LedgerEntry.CardsAdded([LedgerBench.NewCard(later, "TLF 100")]));
        Keep(ledger.Logic.OnTime(5_000));

        Assert.Equal(9, Current().Cards.Single(card => card.Card == Site.Card(later)).Counter);
    }

    /// <summary>One bad terminal, or too many readings elsewhere, would else be the end of a card.</summary>
    [Theory]
    [InlineData(16_777_215, 5)]
    [InlineData(7, 9_000)]
    public void A_counter_that_somebody_has_set_is_in_the_next_list_and_goes_on_from_there(long used, long set)
    {
        ledger.Take(terminal.Next(new Fact.CounterUsed(Site.Card(Guest), used)));
        Keep(ledger.Logic.OnTime(5_000));
        ledger.Add(new LedgerEntry.CounterSet(Site.Card(Guest), set));

        Keep(ledger.Logic.OnTime(10_000));
        Assert.Equal(set, Current().Cards.Single(card => card.Card == Site.Card(Guest)).Counter);
        ledger.Take(terminal.Next(new Fact.CounterUsed(Site.Card(Guest), set + 1)));
        Keep(ledger.Logic.OnTime(15_000));

        Assert.Equal(set + 1, Current().Cards.Single(card => card.Card == Site.Card(Guest)).Counter);
        Assert.Equal(set + 1, ledger.Crash().Store.Read(books => books.Find(Site.Card(Guest)))!.Counter);
    }

    [Fact]
    public void Nothing_new_makes_no_list()
    {
        ledger.Take(terminal.Next(new Fact.FireOpened()));

        Assert.Empty(ledger.Logic.OnTime(60_000));
    }

    [Fact]
    public void Lists_are_made_at_most_so_often()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));

        Assert.Empty(ledger.Logic.OnTime(LedgerBench.Options.ListEvery - 1));
        Assert.NotEmpty(ledger.Logic.OnTime(LedgerBench.Options.ListEvery));
    }

    [Fact]
    public void A_version_is_used_once_also_after_a_crash()
    {
        var again = ledger.Crash();

        Keep(again.Logic.Connected(0));

        Assert.Equal(new ListVersion(1, 2), Current().Manifest.List());
    }

    [Fact]
    public void Chunks_stay_while_a_current_list_or_the_one_before_has_them()
    {
        for (var time = 1; time <= 4; time++)
        {
            ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
            Keep(ledger.Logic.OnTime(time * 600_000));
            // After so long with a whole one behind it.
            Keep(ledger.Logic.OnTime(time * 600_000 + 1_000));
            Assert.Equal(1 + time, listener.Wholes);
            Assert.Equal(2, listener.Retained.Count(topic => topic.Contains("/chunk/", StringComparison.Ordinal)));
        }

        Assert.Equal(2, Current().Cards.Count);
    }

    /// <summary>A broker that keeps nothing on disk has restarted, or an earlier publication failed.</summary>
    [Fact]
    public void On_a_new_connection_acks_go_out_then_all_chunks_then_the_keys_then_the_manifest()
    {
        listener.Forget();

        var actions = ledger.Logic.Connected(1_000);

        Keep(actions);
        Assert.Equal(2, Current().Cards.Count);
        var topics = actions.OfType<LedgerAction.Publish>().Select(publish => publish.Message.Topic).ToList();
        var chunks = topics.Count(topic => topic.Contains("/chunk/", StringComparison.Ordinal));
        Assert.Equal(LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Ack), topics[0]);
        Assert.Equal(1 + chunks, topics.IndexOf(LedgerBench.Topics.Keys));
        Assert.Equal(2 + chunks, topics.IndexOf(LedgerBench.Topics.CardList));
    }

    /// <summary>
    /// Whoever makes connections come and go would else fill the ledger's store, and each terminal's journal.
    /// </summary>
    [Fact]
    public void A_hundred_connections_make_no_list_where_nothing_has_changed()
    {
        var entries = ledger.Store.Entries().Count();

        for (var time = 1; time <= 100; time++)
            Keep(ledger.Logic.Connected(time * 1_000));

        Assert.Equal(entries, ledger.Store.Entries().Count());
        Assert.Equal(new ListVersion(1, 1), Current().Manifest.List());
    }

    [Fact]
    public void A_new_connection_has_a_new_list_where_something_has_changed()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));

        Keep(ledger.Logic.Connected(1_000));

        Assert.Equal(new ListVersion(1, 2), Current().Manifest.List());
        Assert.Empty(ledger.Logic.OnTime(6_000));
    }

    [Fact]
    public void Daily_allowances_are_counted_from_what_was_sold()
    {
        var wine = JournalWriter.Beer(Guest) with
        {
            Basket = [(Beer with { Allowance = "alcohol" }).Line(1)],
        };
        ledger.Take(terminal.Next(wine), terminal.Next(wine));
        Keep(ledger.Logic.OnTime(5_000));

        var day = TerminalLimits.Default.DayOf(Records.At(1, wine).Stamp.WallMilliseconds);
        Assert.Equal(
            [new AllowanceUse("alcohol", day, 2)],
            Current().Cards.Single(card => card.Card == Site.Card(Guest)).AllowancesUsed);
    }

    private void Keep(IEnumerable<LedgerAction> actions) => listener.Hear(actions);

    private static Fact.Refusal Refused(CardClass presented, long counter) => new(
        Reason.BalanceTooLow,
        Site.Card(Other),
        [],
        new Verdict(ListMode.Stale, new ListVersion(1, 1), 0, presented, 1, [], counter));

    private (ListManifest Manifest, IReadOnlyCollection<CardEntry> Cards) Current() =>
        (listener.Manifest, listener.Cards);
}
