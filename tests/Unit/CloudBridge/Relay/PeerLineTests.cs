using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

/// <summary>Which lines of other terminals are told.</summary>
public sealed class PeerLineTests : PeerBench
{
    [Fact]
    public void A_line_that_its_terminal_has_signed_is_told()
    {
        ConnectWithKeys();

        Send(Peer, 1);

        var heard = Heard().Single();
        Assert.Equal((Peer.Terminal, new RecordPosition(1, 1)), (heard.Peer, heard.Position));
        Assert.Equal(Peer[1], heard);
    }

    [Fact]
    public void Each_line_is_told_once_whoever_sends_it_and_however_often()
    {
        ConnectWithKeys();

        Send(Peer, 2);
        Send(Peer, 1, 2, 2);
        Send(Peer, 2, 1);

        Assert.Equal([2, 1], Heard().Select(row => row.Position.Sequence));
    }

    [Fact]
    public void Below_the_watermark_lines_are_told_where_a_fork_is_known_and_no_others()
    {
        Save(keys: 1, Row(Peer, 1), Row(Third, 1));
        ConnectWithKeys();
        using var twin = Peer.Fork(through: 2);
        twin.Write(Said, stamp: new Stamp(1, 77, Clock.Noon, Trusted: true));
        twin.Write(Said);
        Send(Peer, 3);
        Send(twin, 3);
        Save(keys: 1, Row(Peer, 9), Row(Third, 1));
        Do(Relay.OnTime(Now));

        Send(Peer, 2, 8);
        Send(twin, 4);
        Send(Third, 1);
        Send(twin, 4);

        Assert.Equal([Peer[3], twin[3], Peer[8], twin[4], Third[1]], Heard());
    }

    [Fact]
    public void Before_each_line_it_stands_aside()
    {
        ConnectWithKeys();
        Assert.Equal(0, StoodAside);

        Send(Peer, 1, 2, 3);

        Assert.Equal(3, StoodAside);
    }

    [Fact]
    public void What_is_no_line_of_a_terminal_is_counted_and_tells_nothing_and_the_good_one_does()
    {
        ConnectWithKeys();
        var good = Jws.OpenUnverified(JwsType.Record, Peer.Send(1).AsMemory()[..^1]).OrThrow();
        foreach (var (name, bytes) in HostilePayload.Bend(JwsType.Record, good, Peer.Key))
        {
            if (name is "for the other end")
                continue; // A line is for the ledger: that is no bend.
            Done.Clear();
            Send(Peer, [.. bytes, (byte)'\n']);
            Assert.True(Done is [RelayAction.Tell { News: RelayNews.Rejected }], $"{name}: {string.Join(", ", Done)}");
        }

        Send(Peer, 1);

        Assert.Single(Heard());
    }

    [Fact]
    public void A_line_on_another_terminals_topic_is_not_taken()
    {
        ConnectWithKeys();

        Send(Third, Peer.Send(1));

        Assert.Empty(Heard());
        Assert.Single(News<RelayNews.Rejected>());
    }

    [Fact]
    public void Good_lines_beside_a_bad_one_are_told()
    {
        ConnectWithKeys();
        byte[] message = [.. Peer.Send(1), .. "no line\n"u8, .. Third.Send(1), .. Peer.Send(2)];

        Send(Peer, message);

        Assert.Equal([1, 2], Heard().Select(row => row.Position.Sequence));
        Assert.Single(News<RelayNews.Rejected>());
    }

    [Fact]
    public void Whoever_is_not_in_the_key_list_is_counted_with_all_strangers()
    {
        ConnectWithKeys();
        using var stranger = new PeerJournal("bar-9");
        stranger.Write(Said);

        Send(stranger, 1);

        Assert.Equal(Topics.OfAll(TerminalTopic.Journal), Assert.Single(News<RelayNews.Rejected>()).Topic);
    }

    [Fact]
    public void Our_own_lines_that_come_back_are_nothing()
    {
        ConnectWithKeys();
        Done.Clear();

        Receive(new MqttMessage(Of(TerminalTopic.Journal), "hostile"u8.ToArray()));

        Assert.Empty(Done);
    }

    [Fact]
    public void An_old_key_list_does_not_come_back()
    {
        Save(keys: 5);
        Do(Relay.Connected(Now));
        Receive(KeyList(4));
        Send(Peer, 1);
        Assert.Empty(Heard());

        Receive(KeyList(5));
        Receive(new MqttMessage(Topics.Keys, SignedMessage.Sign(Message(4, []), Keys.Ledger).Compact));
        Send(Peer, 1);

        Assert.Single(Heard());
        Assert.Empty(News<RelayNews.Rejected>());
    }

    [Fact]
    public void What_is_no_key_list_is_counted_and_changes_nothing()
    {
        ConnectWithKeys();
        foreach (var (_, bytes) in HostilePayload.Unsigned
            .Concat(HostilePayload.Bend(JwsType.Keys, SignedMessage.Sign(Message(9, []), Keys.Ledger), Keys.Ledger)))
        {
            Done.Clear();
            Receive(new MqttMessage(Topics.Keys, bytes));
            Assert.IsType<RelayNews.Rejected>(Assert.IsType<RelayAction.Tell>(Assert.Single(Done)).News);
        }

        Send(Peer, 1);

        Assert.Single(Heard());
    }

    [Fact]
    public void Lines_of_a_place_far_beyond_what_a_journal_can_hold_are_not_heard()
    {
        ConnectWithKeys();

        Send(Peer, FarLine(HeardChain.Reach + 1));

        Assert.Empty(Heard());
    }
}
