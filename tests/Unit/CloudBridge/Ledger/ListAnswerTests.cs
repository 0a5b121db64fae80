using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Nobody stays behind for ever, and nobody is told two lists of one version.</summary>
public sealed class ListAnswerTests : SaidListsBench
{
    /// <summary>A record that moves nothing makes no list, and an answer is not to be a list of its own.</summary>
    [Fact]
    public void Who_asks_when_a_terminal_has_written_more_is_told_a_later_version()
    {
        Ledger.Take(Terminal.Next(JournalWriter.Beer(Guest)));
        Say(1_000);
        Ledger.Take(Terminal.Next(new Fact.FireOpened()));
        Listener.Deltas.Clear();

        Ask(1);
        Say(1_000);

        Assert.Equal([(2, 3), (1, 3)], Listener.Deltas.Select(delta => (delta.From, delta.Version)));
        Assert.All(
            Listener.Deltas, delta => Assert.Equal([new Watermark(Site.Bar, 1, 2)], delta.Watermarks));
    }

    /// <summary>It may not ask, be refused what it asks for, or be unable to take it.</summary>
    [Fact]
    public void The_list_that_the_broker_keeps_is_not_older_than_five_minutes_where_something_changed()
    {
        Ledger.Take(Terminal.Next(JournalWriter.Beer(Guest)));
        Say(1_000);
        Assert.Equal(1, Listener.Wholes);

        Say(299_000);

        Assert.Equal(2, Listener.Wholes);
        Assert.Equal(Listener.Deltas[^1].Version, Listener.Manifest.Version);
        Say(3_600_000);
        Assert.Equal(2, Listener.Wholes);
    }

    [Fact]
    public void What_changed_since_and_is_too_large_for_an_answer_is_said_whole()
    {
        const int many = 300;
        Ledger.Add(new LedgerEntry.CardsAdded([.. Enumerable.Range(1, 3 * many).Select(NewCard)]));
        Say(1_000);
        var before = Ledger.Store.Read(books => books.LastList)!.Version;
        foreach (var some in Enumerable.Range(1, 3 * many).Chunk(many))
        {
            Ledger.Store.Change(draft =>
            {
                foreach (var number in some)
                    draft.Add(new LedgerEntry.CardChanged(
                        Site.Card(Uid(number)), CardState.Ok, Clock.Noon, [.. Enumerable.Range(1, 20).Select(Ticket)]));
                return true;
            });
            Say(1_000);
        }
        var wholes = Listener.Wholes;
        Listener.Deltas.Clear();

        Ask(before);
        Say(5_000);
        Say(1_000);

        Assert.Equal(wholes + 1, Listener.Wholes);
        Assert.True(Listener.Manifest.Version > before);
        Assert.DoesNotContain(Listener.Deltas, delta => delta.From == before);
    }

    /// <summary>A list by its chunks is smaller, and whoever asks so makes us say less.</summary>
    [Fact]
    public void Who_would_need_more_than_eight_pieces_gets_the_list_whole()
    {
        const int cards = 51_000;
        var (whole, wholes) = (1L, 1);
        foreach (var some in Enumerable.Range(1, cards).Chunk(1_500))
        {
            Ledger.Add(new LedgerEntry.CardsAdded([.. some.Select(NewCard)]));
            Say(1_000);
            if (Listener.Wholes != wholes)
                (whole, wholes) = (Listener.Manifest.Version, Listener.Wholes);
        }
        Assert.InRange(whole, Ledger.Logic.ListHistoryFrom, Listener.Manifest.Version - 9);
        Listener.Deltas.Clear();

        Ask(whole);
        Say(500);
        Assert.Empty(Listener.Deltas);
        Say(LedgerBench.Options.WholeEvery);

        Assert.Equal(wholes + 1, Listener.Wholes);
        Ask(Listener.Manifest.Version - 1);
        Say(5_000);
        Assert.InRange(Listener.Deltas.Count, 1, 3);
    }

    [Fact]
    public void What_has_changed_is_packed()
    {
        Ledger.Add(new LedgerEntry.CardsAdded([.. Enumerable.Range(1, 1_500).Select(NewCard)]));

        var said = Ledger.Logic.OnTime(1_000).OfType<LedgerAction.Publish>()
            .Single(publish => publish.Message.Topic == LedgerBench.Topics.CardDelta);

        Assert.InRange(said.Message.Payload.Length / 1_500, 40, 150);
        Assert.InRange(CardChunks.Unpack(said.Message.Payload.Span).OrThrow().Length / 1_500, 300, 800);
    }

    [Fact]
    public void After_a_backlog_of_records_what_changes_is_still_said_as_such()
    {
        Ledger.Store.Change(draft =>
        {
            for (var time = 0; time < 10_000; time++)
                draft.Add(Ledger.Enrolment());
            return true;
        });
        Ledger.Take(Terminal.Next(JournalWriter.Beer(Guest)));

        Say(1_000);

        Assert.Equal([new Watermark(Site.Bar, 1, 1)], Assert.Single(Listener.Deltas).Watermarks);
        Assert.Equal(1, Listener.Wholes);
    }

    /// <summary>Terminals have heard of versions that the backup lacks, and nobody raised the era.</summary>
    [Fact]
    public void A_ledger_that_was_restored_says_another_history_and_nothing_follows_on_the_first()
    {
        Ledger.Take(Terminal.Next(JournalWriter.Beer(Guest)));
        Say(1_000);
        var (restored, heard) = (Ledger.Crash(), NewListener());

        heard.Hear(restored.Logic.Connected(0));
        LedgerBench.Add(restored.Store, new LedgerEntry.CounterSet(Site.Card(Other), 5));
        heard.Hear(restored.Logic.OnTime(1_000));

        Assert.Equal(Listener.Deltas[0].History, Listener.Manifest.History);
        Assert.Equal((3, 4), (heard.Deltas[0].From, heard.Deltas[0].Version));
        Assert.False(heard.Deltas[0].Follows(Listener.Manifest with { Version = 3 }));
        Assert.True(heard.Deltas[0].Follows(heard.Manifest with { Version = 3 }));

        var wholes = heard.Wholes;
        restored.Logic.Received([Since(1, 3)], 1_000, Clock.Noon);
        heard.Hear(restored.Logic.OnTime(1_000 + LedgerBench.Options.WholeEvery));
        Assert.Equal(wholes + 1, heard.Wholes);
        Assert.Single(heard.Deltas, delta => delta.From == 3);

        // Somebody has put an older manifest over that.
        restored.Logic.Received([Since(1, 2)], 40_000, Clock.Noon);
        heard.Hear(restored.Logic.OnTime(40_000 + LedgerBench.Options.WholeEvery));
        Assert.Equal(wholes + 2, heard.Wholes);
    }

    /// <summary>A broker that was away has let all go, and they come back one by one.</summary>
    [Fact]
    public void Many_who_lack_the_same_and_come_after_one_another_are_answered_each()
    {
        Ledger.Take(Terminal.Next(JournalWriter.Beer(Guest)));
        Say(1_000);

        for (var terminals = 0; terminals < 10; terminals++)
        {
            Listener.Deltas.Clear();
            var came = Now;
            while (!Listener.Deltas.Any(delta => delta.From == 1))
            {
                Assert.InRange(Now - came, 0, 40_000);
                Ask(1);
                Say(5_000);
            }
            Say(20_000);
        }
    }

    private static Entitlement Ticket(int number) =>
        new(AssetId.Parse($"SUB-TICKET{number}"), Clock.Noon, Clock.Noon + 86_400_000);
}
