using CloudBridge.Contract;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

/// <summary>Another terminal has changed its key: each of its keys counts in its own epochs.</summary>
public sealed class PeerKeyTests : PeerBench
{
    private readonly PeerJournal later = new("bar-2", epoch: 2);

    [Fact]
    public void Lines_of_before_the_change_count_under_the_former_key_and_those_since_under_the_next()
    {
        Hear();
        later.Write(Said);

        Send(Peer, 1, 2);
        Send(later, 1);

        Assert.Equal(
            [new RecordPosition(1, 1), new RecordPosition(1, 2), new RecordPosition(2, 1)],
            Heard().Select(record => record.Position));
    }

    [Fact]
    public void The_former_key_signs_nothing_of_the_next_epoch_and_the_next_one_nothing_of_before()
    {
        Hear();

        Send(Peer, Line(Peer.Key, epoch: 2));
        Send(Peer, Line(later.Key, epoch: 1));

        Assert.Empty(Heard());
    }

    [Fact]
    public void A_former_key_of_a_terminal_that_is_not_listed_any_more_counts_for_nothing()
    {
        Save(keys: 1);
        Do(Relay.Connected(Now));
        Receive(KeyList([Own()], [new FormerKey(Peer.Jwk, 1)]));

        Send(Peer, 1);

        Assert.Empty(Heard());
    }

    [Fact]
    public void Two_changes_leave_three_keys_with_an_epoch_each()
    {
        using var last = Es256Signer.Create();
        Save(keys: 1);
        Do(Relay.Connected(Now));
        // In whatever order they are named.
        Receive(KeyList(
            [Own(), later.Jwk with { X = last.PublicKey.ToJsonWebKey().X, Y = last.PublicKey.ToJsonWebKey().Y }],
            [new FormerKey(later.Jwk, 2), new FormerKey(Peer.Jwk, 1)]));

        foreach (var (key, epoch) in new[] { (Peer.Key, 1L), (later.Key, 2L), (last, 3L) })
            for (var of = 1L; of <= 3; of++)
                Send(Peer, Line(key, of));

        Assert.Equal([1L, 2L, 3L], Heard().Select(record => record.Position.Epoch));
    }

    /// <summary>Whoever has it could add to that epoch for ever.</summary>
    [Fact]
    public void A_former_key_signs_nothing_behind_its_last_record()
    {
        Save(keys: 1);
        Do(Relay.Connected(Now));
        Receive(KeyList([Own(), later.Jwk], [new FormerKey(Peer.Jwk, 1, ThroughSequence: 1)]));

        Send(Peer, 1);
        Send(Peer, 2);
        Send(Peer, Line(later.Key, epoch: 2));

        Assert.Equal(
            [new RecordPosition(1, 1), new RecordPosition(2, 1)], Heard().Select(record => record.Position));
    }

    private void Hear()
    {
        Save(keys: 1);
        Do(Relay.Connected(Now));
        Receive(KeyList([Own(), later.Jwk], [new FormerKey(Peer.Jwk, 1)]));
    }

    private MqttMessage KeyList(ValueList<JsonWebKey> present, ValueList<FormerKey> former) => new(
        Topics.Keys,
        SignedMessage.Sign(Message(1, present) with { Former = former }, Keys.Ledger).Compact,
        Retained: true);

    private static byte[] Line(Es256Signer key, long epoch) =>
    [
        .. RecordLine.Write(
            new JournalRecord(
                Site.Id, TerminalId.Parse("bar-2"), new RecordPosition(epoch, 1), default,
                new Stamp(1, 1, 1, Trusted: true), Said),
            key).Compact.Span,
        (byte)'\n',
    ];
}
