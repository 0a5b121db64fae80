using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

/// <summary>
/// Whoever is at the broker may send anything on any topic. It costs a count and nothing else: no cursor moves, nothing
/// is sent or fetched, no age of a list begins anew.
/// </summary>
public sealed class HostileRelayTests : RelayLogicBench
{
    private static readonly byte[] Chunk = "no card\n"u8.ToArray();

    private readonly AskMessage asked;

    public HostileRelayTests()
    {
        SendAll(3);
        asked = Asked();
        Done.Clear();
    }

    [Fact]
    public void What_is_no_ack_acknowledges_nothing_and_the_good_one_does()
    {
        var hash = Jws.OpenUnverified(JwsType.Record, Journal.Outbox.Read(new(1, 2), 1).Lines[..^1]).OrThrow().Hash();
        var ack = new AckMessage(Site.Id, Addressee.Of(Site.Bar), 1, [new EpochAck(1, 3, hash)]);
        var good = SignedMessage.Sign(ack, Keys.Ledger);

        RejectsAll(Of(TerminalTopic.Ack), [.. HostilePayload.Bend(JwsType.Ack, good, Keys.Ledger)]);

        Assert.Equal(0, Journal.Outbox.Acked.Sequence);
        Receive(new MqttMessage(Of(TerminalTopic.Ack), good.Compact));
        Assert.Equal(3, Journal.Outbox.Acked.Sequence);
    }

    [Fact]
    public void What_is_no_beat_confirms_nothing_and_the_good_one_does()
    {
        var good = SignedMessage.Sign(
            new BeatMessage(Site.Id, Addressee.Of(Site.Bar), 1, 4, 0, Clock.Noon, asked), Keys.Ledger);

        RejectsAll(Of(TerminalTopic.Beat), [.. HostilePayload.Bend(JwsType.Beat, good, Keys.Ledger)]);

        Receive(new MqttMessage(Of(TerminalTopic.Beat), good.Compact));
        Assert.Equal(new ListVersion(1, 4), Assert.Single(News<RelayNews.BeatAnswered>()).Current);
    }

    [Fact]
    public void What_is_no_manifest_fetches_nothing_and_the_good_one_does()
    {
        var good = SignedMessage.Sign(Manifest(), Keys.Ledger);

        RejectsAll(Topics.CardList, [.. HostilePayload.Bend(JwsType.List, good, Keys.Ledger)]);

        Receive(new MqttMessage(Topics.CardList, good.Compact));
        Assert.Equal([Topics.CardChunk(Digest.Of(Chunk))], Subscribed());
    }

    [Fact]
    public void What_is_no_chunk_is_not_stored_and_goes_on_being_wanted()
    {
        Receive(new MqttMessage(Topics.CardList, SignedMessage.Sign(Manifest(), Keys.Ledger).Compact));

        RejectsAll(Topics.CardChunk(Digest.Of(Chunk)), [new HostilePayload("cut", Chunk[..^1])]);

        Now += 20_000;
        var wanted = Relay.OnTime(Now).OfType<RelayAction.Subscribe>().Select(subscribe => subscribe.Topic);
        Assert.Equal([Topics.CardChunk(Digest.Of(Chunk))], wanted);
    }

    [Fact]
    public void What_is_no_resend_sends_nothing() => RejectsAll(Of(TerminalTopic.Resend), []);

    [Theory]
    [InlineData(1, 4, 9_007_199_254_740_991)]
    [InlineData(7, 1, 2)]
    [InlineData(9_007_199_254_740_991, 9_007_199_254_740_991, 9_007_199_254_740_991)]
    public void A_resend_of_what_there_is_not_sends_nothing(long epoch, long from, long through)
    {
        Receive(new MqttMessage(Of(TerminalTopic.Resend), new ResendMessage(epoch, from, through).Write()));

        Assert.Empty(Done);
    }

    /// <summary>A broker sends what nobody has asked for, too.</summary>
    [Fact]
    public void On_every_other_topic_nothing_happens_at_all()
    {
        var keys = SignedMessage.Sign(Manifest(), Keys.Ledger);
        string[] topics =
        [
            Of(TerminalTopic.Journal), Of(TerminalTopic.Ask), Of(TerminalTopic.Status),
            Of(TerminalTopic.Holder),
            Topics.CardChunk(Digest.Of("not wanted"u8)),
            .. Enum.GetValues<TerminalTopic>().Select(kind => Topics.Of(TerminalId.Parse("bar-2"), kind)),
            Of(TerminalTopic.Ack) + "/more", "et/1/pressoir/t/bar-1/ack", "et/2/verger/cards/list",
            "et/1/verger/t//ack", "et/1/verger/cards/chunk/", "$SYS/broker/version", "/", "é",
        ];

        foreach (var topic in topics)
            foreach (var (_, bytes) in HostilePayload.Unsigned.Append(new("signed", keys.Compact.ToArray())))
                Receive(new MqttMessage(topic, bytes));

        Assert.Empty(Done);
    }

    private static ListManifest Manifest() =>
        new(Site.Id, Addressee.Terminals, 1, 1, [], 0, [Digest.Of(Chunk)]);

    private void RejectsAll(string topic, IReadOnlyList<HostilePayload> bent)
    {
        Done.Clear();
        foreach (var (name, bytes) in HostilePayload.Unsigned.Concat(bent))
            foreach (var retained in new[] { false, true })
            {
                Receive(new MqttMessage(topic, bytes, retained));
                Assert.True(
                    Done is [RelayAction.Tell { News: RelayNews.Rejected { Topic: var named } }] && named == topic,
                    $"{name}: {string.Join(", ", Done)}");
                Done.Clear();
            }
    }
}
