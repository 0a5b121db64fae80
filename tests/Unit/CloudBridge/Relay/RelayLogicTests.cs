using System.Text;
using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

public sealed class RelayLogicTests : IDisposable
{
    private static readonly Topics Topics = new(Site.Id);

    private readonly Site site = new();
    private readonly Journal journal;
    private readonly CardListStore lists;
    private readonly RelayLogic relay;
    private readonly List<RelayAction> done = [];
    private UInt128 nonce;
    private long now;

    public RelayLogicTests()
    {
        journal = new JournalBench(site).Open(new ForgetfulDisk()).Journal;
        lists = CardListStore.Open(
            new ForgetfulDisk(), new MemoryCardCaches(), Site.Id, Site.Bar, site.LedgerKeys);
        relay = new RelayLogic(
            new RelayIdentity(Site.Id, Site.Bar, site.Terminal, site.LedgerKeys),
            journal.Outbox,
            lists,
            boot: 3,
            () => new Nonce(++nonce),
            new RelayOptions { BatchBytes = 1, MostUnderWay = 4 });
    }

    public void Dispose()
    {
        journal.Dispose();
        site.Dispose();
    }

    [Fact]
    public void A_new_connection_subscribes_asks_and_sends()
    {
        JournalBench.Sell(journal, 1);
        Do(relay.Connected(now));

        Assert.Equal(
            [
                Of(TerminalTopic.Ack), Of(TerminalTopic.Beat), Of(TerminalTopic.Resend), Topics.CardList,
            ],
            done.OfType<RelayAction.Subscribe>().Select(subscribe => subscribe.Topic));
        Assert.Single(Published(TerminalTopic.Ask));
        Assert.Equal([1], SentSequences());
    }

    [Fact]
    public void Lines_leave_in_order_and_only_so_many_wait_for_the_broker()
    {
        JournalBench.Sell(journal, 10);
        Do(relay.Connected(now));
        Assert.Equal([1, 2, 3, 4], SentSequences());

        PubAck(1);
        Assert.Equal([1, 2, 3, 4, 5], SentSequences());
    }

    [Fact]
    public void What_comes_while_connected_is_sent_at_once()
    {
        Do(relay.Connected(now));
        JournalBench.Sell(journal, 1);

        Do(relay.JournalGrew(now));

        Assert.Equal([1], SentSequences());
    }

    [Fact]
    public void A_repeated_ack_sends_again_from_there()
    {
        SendAll(6);
        Ack(3);
        done.Clear();

        now = 10_000;
        Ack(3);

        Assert.Equal([4, 5, 6], SentSequences());
    }

    [Fact]
    public void Many_repeated_acks_send_again_once()
    {
        SendAll(6);
        Ack(3);
        now = 10_000;
        Ack(3);
        done.Clear();

        now += 1_999;
        Ack(3);
        Assert.Empty(SentSequences());

        now += 1;
        Ack(3);
        Assert.Equal([4, 5, 6], SentSequences());
    }

    [Fact]
    public void An_ack_that_the_broker_had_kept_does_not_send_again()
    {
        SendAll(6);
        Ack(3);
        done.Clear();

        now = 10_000;
        Ack(3, retained: true);

        Assert.Empty(SentSequences());
    }

    /// <summary>The broker had no room for the absent ledger's messages, and said nothing.</summary>
    [Fact]
    public void What_the_ledger_says_nothing_of_is_sent_again_once_it_is_heard()
    {
        SendAll(6);
        done.Clear();
        now = 20_000;
        Do(relay.OnTime(now));
        Assert.Empty(SentSequences());

        Ack(2);
        now += 4_999;
        Do(relay.OnTime(now));
        Assert.Empty(SentSequences());

        now += 1;
        Do(relay.OnTime(now));
        Assert.Equal([3, 4, 5, 6], SentSequences());
    }

    [Fact]
    public void After_a_lost_connection_what_the_broker_took_is_not_sent_again()
    {
        JournalBench.Sell(journal, 4);
        Do(relay.Connected(now));
        PubAck(1);
        PubAck(2);
        relay.Disconnected();
        done.Clear();

        Do(relay.Connected(now));

        Assert.Equal([3, 4], SentSequences());
    }

    [Fact]
    public void A_puback_out_of_order_is_not_taken_for_those_before_it()
    {
        JournalBench.Sell(journal, 4);
        Do(relay.Connected(now));
        PubAck(3);
        relay.Disconnected();
        done.Clear();

        Do(relay.Connected(now));

        Assert.Equal([1, 2, 3, 4], SentSequences());
    }

    [Fact]
    public void Nothing_heard_of_the_ledger_for_half_a_minute_drops_the_connection()
    {
        Do(relay.Connected(now));
        now = 29_999;
        Assert.Empty(relay.OnTime(now).OfType<RelayAction.Drop>());

        now = 30_000;
        Assert.Single(relay.OnTime(now).OfType<RelayAction.Drop>());
    }

    [Fact]
    public void An_ask_goes_out_every_ten_seconds_and_at_once_for_a_new_list()
    {
        Do(relay.Connected(now));
        now = 9_999;
        Do(relay.OnTime(now));
        Assert.Single(Published(TerminalTopic.Ask));

        now = 10_000;
        Do(relay.OnTime(now));
        Do(relay.ListApplied(now));

        var asks = Published(TerminalTopic.Ask).Select(message => AskMessage.Read(message.Payload.Span).OrThrow());
        Assert.Equal([(3, 0), (3, 10_000), (3, 10_000)], asks.Select(ask => (ask.Boot, ask.MonotonicMilliseconds)));
    }

    [Fact]
    public void A_beat_counts_from_the_ask_that_it_answers()
    {
        Do(relay.Connected(now));
        now = 700;
        Beat(Asked(), new ListVersion(1, 4));

        var news = Assert.Single(News<RelayNews.BeatAnswered>());
        Assert.Equal((0, new ListVersion(1, 4)), (news.AskedMilliseconds, news.Current));
    }

    [Fact]
    public void A_beat_that_answers_no_ask_of_ours_is_refused()
    {
        Do(relay.Connected(now));
        var asked = Asked();
        Beat(asked, null);
        done.Clear();

        Beat(asked, null);
        Beat(asked with { Nonce = new Nonce(99) }, null);

        Assert.Equal(2, News<RelayNews.Rejected>().Count);
        Assert.Empty(News<RelayNews.BeatAnswered>());
    }

    [Fact]
    public void A_list_is_fetched_by_its_chunks_and_stored()
    {
        Do(relay.Connected(now));
        var (manifest, chunks) = List(1, cards: 1_000);
        Receive(manifest);
        Assert.Equal(chunks.Select(chunk => chunk.Topic), Subscribed().TakeLast(4));

        foreach (var chunk in chunks)
            Receive(chunk);

        Assert.Equal(new ListVersion(1, 1), Assert.Single(News<RelayNews.ListStored>()).Version);
        Assert.Equal(new ListVersion(1, 1), lists.Stored);
        Assert.Equal(4, done.OfType<RelayAction.Unsubscribe>().Count());
    }

    [Fact]
    public void A_chunk_that_is_not_what_its_topic_says_is_refused_and_the_good_one_taken()
    {
        Do(relay.Connected(now));
        var (manifest, chunks) = List(1, cards: 3);
        Receive(manifest);

        Receive(chunks[0] with { Payload = "hostile"u8.ToArray() });
        Assert.Single(News<RelayNews.Rejected>());
        Receive(chunks[0]);

        Assert.Single(News<RelayNews.ListStored>());
    }

    [Fact]
    public void A_newer_list_takes_the_place_of_one_that_is_being_fetched()
    {
        Do(relay.Connected(now));
        Receive(List(1, cards: 3).Manifest);
        var (manifest, chunks) = List(2, cards: 4);
        Receive(manifest);
        Receive(chunks[0]);

        Assert.Equal(new ListVersion(1, 2), Assert.Single(News<RelayNews.ListStored>()).Version);
    }

    [Fact]
    public void An_older_list_is_not_fetched()
    {
        Do(relay.Connected(now));
        var (manifest, chunks) = List(2, cards: 4);
        Receive(manifest);
        Receive(chunks[0]);
        var subscriptions = Subscribed().Count;

        Receive(List(1, cards: 5).Manifest);

        Assert.Equal(subscriptions, Subscribed().Count);
    }

    [Fact]
    public void Chunks_that_are_still_wanted_are_subscribed_again_on_a_new_connection()
    {
        Do(relay.Connected(now));
        var (manifest, chunks) = List(1, cards: 3);
        Receive(manifest);
        relay.Disconnected();
        done.Clear();

        Do(relay.Connected(now));

        Assert.Contains(chunks[0].Topic, Subscribed());
    }

    [Fact]
    public void A_list_that_the_broker_dropped_is_asked_for_again_once_the_ledger_names_it()
    {
        Do(relay.Connected(now));
        now = 20_000;
        done.Clear();

        Beat(Asked(relay.OnTime(now)), new ListVersion(1, 4));

        Assert.Equal([Topics.CardList], Subscribed());
    }

    [Fact]
    public void A_chunk_that_the_broker_dropped_is_asked_for_again()
    {
        Do(relay.Connected(now));
        var (manifest, chunks) = List(1, cards: 3);
        Receive(manifest);
        done.Clear();

        now = 10_000;
        Do(relay.OnTime(now));

        Assert.Equal([chunks[0].Topic], Subscribed());
    }

    [Fact]
    public void Part_of_the_journal_is_sent_again_when_asked()
    {
        SendAll(6);
        Ack(6);
        done.Clear();

        Receive(new MqttMessage(Of(TerminalTopic.Resend), new ResendMessage(1, 2, 4).Write()));
        PubAckAll();

        Assert.Equal([2, 3, 4], SentSequences());
    }

    [Fact]
    public void An_ack_of_records_that_we_do_not_have_is_told()
    {
        SendAll(2);
        var ack = new AckMessage(Site.Id, Addressee.Of(Site.Bar), 1, [new EpochAck(1, 9, Digest.Of("x"u8))]);
        Receive(new MqttMessage(Of(TerminalTopic.Ack), SignedMessage.Sign(ack, site.Ledger).Compact));

        Assert.Single(News<RelayNews.Diverged>());
    }

    [Theory]
    [InlineData(TerminalTopic.Ack)]
    [InlineData(TerminalTopic.Beat)]
    [InlineData(TerminalTopic.Resend)]
    public void Hostile_bytes_are_refused_and_nothing_else_happens(TerminalTopic kind)
    {
        Do(relay.Connected(now));
        done.Clear();

        Receive(new MqttMessage(Of(kind), "hostile"u8.ToArray()));

        Assert.Equal(Of(kind), Assert.Single(News<RelayNews.Rejected>()).Topic);
        Assert.Single(done);
    }

    private void SendAll(int records)
    {
        JournalBench.Sell(journal, records);
        Do(relay.Connected(now));
        PubAckAll();
    }

    private void PubAckAll()
    {
        for (var index = 0; index < done.Count; index++)
            if (done[index] is RelayAction.Publish { Ticket: { } ticket })
                Do(relay.Published(ticket, now));
    }

    private void PubAck(long ticket) => Do(relay.Published(ticket, now));

    private void Ack(long sequence, bool retained = false)
    {
        var batch = journal.Outbox.Read(new RecordPosition(1, sequence - 1), 1);
        var hash = Jws.OpenUnverified(JwsType.Record, batch.Lines[..^1]).OrThrow().Hash();
        var ack = new AckMessage(Site.Id, Addressee.Of(Site.Bar), 1, [new EpochAck(1, sequence, hash)]);
        Receive(new MqttMessage(Of(TerminalTopic.Ack), SignedMessage.Sign(ack, site.Ledger).Compact, retained));
    }

    private AskMessage Asked(IEnumerable<RelayAction> actions)
    {
        Do(actions);
        return Asked();
    }

    private AskMessage Asked() => AskMessage.Read(Published(TerminalTopic.Ask).Last().Payload.Span).OrThrow();

    private void Beat(AskMessage echo, ListVersion? list)
    {
        var beat = new BeatMessage(
            Site.Id, Addressee.Of(Site.Bar), list?.Era ?? 1, list?.Version ?? 0, 0, Clock.Noon, echo);
        Receive(new MqttMessage(Of(TerminalTopic.Beat), SignedMessage.Sign(beat, site.Ledger).Compact));
    }

    private (MqttMessage Manifest, List<MqttMessage> Chunks) List(long version, int cards)
    {
        var chunks = CardChunks.Write(
            [.. Enumerable.Range(0, cards).Select(number => Kiosks.Card($"04{number:X12}", $"TLF {version}"))]);
        var hashes = chunks.Select(chunk => Digest.Of(chunk)).ToList();
        var manifest = new ListManifest(Site.Id, Addressee.Terminals, 1, version, [], cards, [.. hashes]);
        return (
            new MqttMessage(Topics.CardList, SignedMessage.Sign(manifest, site.Ledger).Compact, Retained: true),
            [.. hashes.Zip(chunks, (hash, chunk) => new MqttMessage(Topics.CardChunk(hash), chunk, Retained: true))]);
    }

    private void Receive(MqttMessage message) => Do(relay.Received(message, now));

    private void Do(IEnumerable<RelayAction> actions) => done.AddRange(actions);

    private static string Of(TerminalTopic kind) => Topics.Of(Site.Bar, kind);

    private List<MqttMessage> Published(TerminalTopic kind) =>
    [
        .. done.OfType<RelayAction.Publish>().Select(publish => publish.Message).Where(row => row.Topic == Of(kind)),
    ];

    private List<string> Subscribed() => [.. done.OfType<RelayAction.Subscribe>().Select(row => row.Topic)];

    private List<T> News<T>() where T : RelayNews =>
        [.. done.OfType<RelayAction.Tell>().Select(tell => tell.News).OfType<T>()];

    private List<long> SentSequences() =>
    [
        .. from message in Published(TerminalTopic.Journal)
           from line in Encoding.ASCII.GetString(message.Payload.Span).TrimEnd('\n').Split('\n')
           let signed = Jws.OpenUnverified(JwsType.Record, Encoding.ASCII.GetBytes(line)).OrThrow()
           select RecordLine.Read(signed, Site.Id).OrThrow().Position.Sequence,
    ];
}
