using System.Text;
using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

public sealed class RelayLogicTests : RelayLogicBench
{
    [Fact]
    public void A_new_connection_subscribes_asks_and_sends()
    {
        JournalBench.Sell(Journal, 1);
        Do(Relay.Connected(Now));

        Assert.Equal(
            [
                Of(TerminalTopic.Ack), Of(TerminalTopic.Beat), Of(TerminalTopic.Resend), Of(TerminalTopic.Holder),
                Topics.CardDelta, Topics.CardList, Topics.Keys, Topics.OfAll(TerminalTopic.Journal),
                Of(TerminalTopic.Ask), Of(TerminalTopic.Command), Of(TerminalTopic.Config),
            ],
            Done.OfType<RelayAction.Subscribe>().Select(subscribe => subscribe.Topic));
        Assert.Single(Published(TerminalTopic.Ask));
        Assert.Equal([1], SentSequences());
    }

    [Fact]
    public void Lines_leave_in_order_and_only_so_many_wait_for_the_broker()
    {
        JournalBench.Sell(Journal, 10);
        Do(Relay.Connected(Now));
        Assert.Equal([1, 2, 3, 4], SentSequences());

        PubAck(1);
        Assert.Equal([1, 2, 3, 4, 5], SentSequences());
    }

    [Fact]
    public void What_comes_while_connected_is_sent_at_once()
    {
        Do(Relay.Connected(Now));
        JournalBench.Sell(Journal, 1);

        Do(Relay.JournalGrew(Now));

        Assert.Equal([1], SentSequences());
    }

    [Fact]
    public void A_repeated_ack_sends_again_from_there()
    {
        SendAll(6);
        Ack(3);
        Done.Clear();

        Now = 10_000;
        Ack(3);

        Assert.Equal([4, 5, 6], SentSequences());
    }

    [Fact]
    public void Many_repeated_acks_send_again_once()
    {
        SendAll(6);
        Ack(3);
        Now = 10_000;
        Ack(3);
        Done.Clear();

        Now += 1_999;
        Ack(3);
        Assert.Empty(SentSequences());

        Now += 1;
        Ack(3);
        Assert.Equal([4, 5, 6], SentSequences());
    }

    [Fact]
    public void An_ack_that_the_broker_had_kept_does_not_send_again()
    {
        SendAll(6);
        Ack(3);
        Done.Clear();

        Now = 10_000;
        Ack(3, retained: true);

        Assert.Empty(SentSequences());
    }

    /// <summary>The broker had no room for the absent ledger's messages, and said nothing.</summary>
    [Fact]
    public void What_the_ledger_says_nothing_of_is_sent_again_once_it_is_heard()
    {
        SendAll(6);
        Done.Clear();
        Now = 20_000;
        Do(Relay.OnTime(Now));
        Assert.Empty(SentSequences());

        Ack(2);
        Beat(Asked(), null);
        Now += 4_999;
        Do(Relay.OnTime(Now));
        Assert.Empty(SentSequences());

        Now += 1;
        Do(Relay.OnTime(Now));
        Assert.Equal([3, 4, 5, 6], SentSequences());
    }

    [Fact]
    public void After_a_lost_connection_what_the_broker_took_is_not_sent_again()
    {
        JournalBench.Sell(Journal, 4);
        Do(Relay.Connected(Now));
        PubAck(1);
        PubAck(2);
        Relay.Disconnected();
        Done.Clear();

        Do(Relay.Connected(Now));

        Assert.Equal([3, 4], SentSequences());
    }

    [Fact]
    public void A_puback_out_of_order_is_not_taken_for_those_before_it()
    {
        JournalBench.Sell(Journal, 4);
        Do(Relay.Connected(Now));
        PubAck(3);
        Relay.Disconnected();
        Done.Clear();

        Do(Relay.Connected(Now));

        Assert.Equal([1, 2, 3, 4], SentSequences());
    }

    [Fact]
    public void An_ask_goes_out_every_ten_seconds_and_at_once_for_a_new_list()
    {
        Do(Relay.Connected(Now));
        Now = 9_999;
        Do(Relay.OnTime(Now));
        Assert.Single(Published(TerminalTopic.Ask));

        Now = 10_000;
        Do(Relay.OnTime(Now));
        Do(Relay.ListApplied(Now));

        var asks = Published(TerminalTopic.Ask).Select(message => AskMessage.Read(message.Payload.Span).OrThrow());
        Assert.Equal([(3, 0), (3, 10_000), (3, 10_000)], asks.Select(ask => (ask.Boot, ask.MonotonicMilliseconds)));
    }

    [Fact]
    public void A_beat_counts_from_the_ask_that_it_answers()
    {
        Do(Relay.Connected(Now));
        Now = 700;
        Beat(Asked(), new ListVersion(1, 4));

        var news = Assert.Single(News<RelayNews.BeatAnswered>());
        Assert.Equal(
            (0, 700, new ListVersion(1, 4)), (news.AskedMilliseconds, news.HeardMilliseconds, news.Current));
    }

    /// <summary>A broker that cuts us off keeps our asks' answers, and we ask nothing meanwhile.</summary>
    [Fact]
    public void A_beat_that_was_kept_over_an_outage_is_refused()
    {
        Do(Relay.Connected(Now));
        var asked = Asked();
        Relay.Disconnected();
        Now += 4 * Clock.Hour;
        Do(Relay.Connected(Now));

        Beat(asked, new ListVersion(1, 4));

        Assert.Contains("30 s", Assert.Single(News<RelayNews.Rejected>()).Error.Detail, StringComparison.Ordinal);
        Assert.Empty(News<RelayNews.BeatAnswered>());
    }

    [Theory]
    [InlineData(30_000, true)]
    [InlineData(30_001, false)]
    public void An_ask_may_be_answered_for_30_seconds(long age, bool isTaken)
    {
        Do(Relay.Connected(Now));
        var asked = Asked();
        Relay.Disconnected();
        Now = age;
        Do(Relay.Connected(Now));

        Beat(asked, null);

        Assert.Equal(isTaken ? 1 : 0, News<RelayNews.BeatAnswered>().Count);
    }

    [Fact]
    public void A_beat_that_answers_no_ask_of_ours_is_refused()
    {
        Do(Relay.Connected(Now));
        var asked = Asked();
        Beat(asked, null);
        Done.Clear();

        Beat(asked, null);
        Beat(asked with { Nonce = new Nonce(99) }, null);

        Assert.Equal(2, News<RelayNews.Rejected>().Count);
        Assert.Empty(News<RelayNews.BeatAnswered>());
    }

    [Fact]
    public void Part_of_the_journal_is_sent_again_when_asked()
    {
        SendAll(6);
        Ack(6);
        Done.Clear();

        Receive(new MqttMessage(Of(TerminalTopic.Resend), new ResendMessage(1, 2, 4).Write()));
        PubAckAll();

        Assert.Equal([2, 3, 4], SentSequences());
    }

    /// <summary>Nobody signs a resend: who floods us with them must not hold up the journal.</summary>
    [Fact]
    public void What_is_new_goes_before_what_is_asked_for_again()
    {
        SendAll(3);
        Ack(3);
        JournalBench.Sell(Journal, 2);
        Done.Clear();

        for (var times = 0; times < 100; times++)
            Receive(new MqttMessage(Of(TerminalTopic.Resend), new ResendMessage(1, 1, 3).Write()));

        Assert.Equal([4, 5], SentSequences().Take(2));
    }

    [Fact]
    public void An_ack_of_records_that_we_do_not_have_is_told()
    {
        SendAll(2);
        var ack = new AckMessage(Site.Id, Addressee.Of(Site.Bar), 1, [new EpochAck(1, 9, Digest.Of("x"u8))]);
        Receive(new MqttMessage(Of(TerminalTopic.Ack), SignedMessage.Sign(ack, Keys.Ledger).Compact));

        Assert.Single(News<RelayNews.Diverged>());
    }

    /// <summary>It would be sent for ever: the ledger never acknowledges it.</summary>
    [Fact]
    public void A_journal_that_the_ledger_has_otherwise_is_not_sent_again_and_again()
    {
        SendAll(6);
        Ack(3);
        Ack(3, Digest.Of("another"u8));
        Done.Clear();

        for (Now = 10_000; Now < 60_000; Now += 1_000)
        {
            Ack(3);
            Ack(3, Digest.Of("another"u8));
            Do(Relay.OnTime(Now));
        }

        Assert.Empty(SentSequences());
    }

    [Fact]
    public void A_journal_that_the_ledger_had_otherwise_is_sent_again_in_its_next_era()
    {
        SendAll(6);
        Ack(3);
        Ack(3, Digest.Of("another"u8));
        Done.Clear();

        Ack(2, era: 2);
        Assert.Equal([3, 4, 5, 6], SentSequences());
        PubAckAll();
        Done.Clear();
        Now = 10_000;
        Ack(2, era: 2);

        Assert.Equal([3, 4, 5, 6], SentSequences());
    }

    [Theory]
    [InlineData(TerminalTopic.Ack)]
    [InlineData(TerminalTopic.Beat)]
    [InlineData(TerminalTopic.Resend)]
    public void Hostile_bytes_are_refused_and_nothing_else_happens(TerminalTopic kind)
    {
        Do(Relay.Connected(Now));
        Done.Clear();

        Receive(new MqttMessage(Of(kind), "hostile"u8.ToArray()));

        Assert.Equal(Of(kind), Assert.Single(News<RelayNews.Rejected>()).Topic);
        Assert.Single(Done);
    }
}
