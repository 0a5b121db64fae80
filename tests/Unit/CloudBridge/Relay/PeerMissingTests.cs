using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

/// <summary>When something of other terminals is missing, and until when.</summary>
public sealed class PeerMissingTests : PeerBench
{
    [Fact]
    public void Whoever_sends_what_is_new_before_the_answer_is_waited_for()
    {
        Save(keys: 1, Row(Peer, 1));
        ConnectWithKeys();
        Send(Third, 1);
        var asks = AskedOf(Peer).Count;

        for (var line = 2; line <= 7; line++)
        {
            Send(Peer, line);
            Pass(4_000);
            Assert.True(IsMissing);
        }

        Assert.Equal(asks, AskedOf(Peer).Count);
        Send(Peer, 1);
        Assert.False(IsMissing);
    }

    [Fact]
    public void An_answer_that_never_comes_is_asked_for_again_however_much_is_new()
    {
        Save(keys: 1, Row(Peer, 1));
        ConnectWithKeys();
        Send(Third, 1);
        Beat(Asked(), null);
        for (var line = 2; line <= 10; line++)
        {
            Send(Peer, line);
            Pass(4_000);
            if (line == 5)
                Beat(Asked(), null);
        }

        Assert.Equal([new ResendMessage(1, 1, End), new ResendMessage(1, 1, End)], AskedOf(Peer));
    }

    [Fact]
    public void An_ask_that_a_list_overtakes_begins_anew_where_the_list_ends()
    {
        Save(keys: 1, Row(Peer, 4));
        ConnectWithKeys();
        Send(Third, 1);

        Save(keys: 1, Row(Peer, 6));
        Do(Relay.OnTime(Now));
        Send(Peer, 4, 5, 6);

        Assert.Equal(new ResendMessage(1, 6, End), AskedOf(Peer)[^1]);
        Assert.False(IsMissing);
    }

    [Fact]
    public void What_is_known_to_be_missing_is_missing_until_it_comes_or_a_list_has_it()
    {
        Settled();
        Send(Peer, 5);
        Pass(5_000);
        Pass(15_000);
        Assert.True(IsMissing);

        Save(keys: 1, Row(Peer, 5));
        Do(Relay.OnTime(Now));

        Assert.False(IsMissing);
    }

    [Fact]
    public void What_is_missing_of_an_epoch_that_was_left_is_said_again_in_the_next()
    {
        Settled();
        Send(Peer, 5);
        Assert.True(IsMissing);

        Save(keys: 1, Row(Peer, 3), new Watermark(Peer.Terminal, 2, 0), Row(Third, 1));
        Do(Relay.OnTime(Now));
        Pass(5_000);

        Assert.False(IsMissing);
    }

    [Fact]
    public void Who_did_not_answer_is_asked_again_when_a_list_knows_more_of_him()
    {
        Save(keys: 1, Row(Peer, 4), Row(Third, 1));
        ConnectWithKeys();
        Send(Third, 1);
        Pass(5_000);
        Pass(11_000);

        Save(keys: 1, Row(Peer, 4), Row(Third, 1));
        Do(Relay.OnTime(Now));
        Assert.Single(AskedOf(Peer));
        Assert.False(IsMissing);

        Save(keys: 1, Row(Peer, 5), Row(Third, 1));
        Do(Relay.OnTime(Now));
        Assert.Equal(new ResendMessage(1, 5, End), AskedOf(Peer)[^1]);
        Assert.True(IsMissing);
    }

    [Fact]
    public void While_a_list_names_later_keys_than_are_known_nobody_is_heard_and_something_is_missing()
    {
        Settled();

        Save(keys: 6, Row(Peer, 3), Row(Third, 1));
        Do(Relay.OnTime(Now));
        Pass(11_000);
        Assert.True(IsMissing);
        Assert.True(Subscribed().Count(topic => topic == Topics.Keys) > 1);
        Done.Clear();
        Send(Peer, 4);
        Assert.Empty(Heard());

        Receive(KeyList(6));
        Send(Peer, 3, 4);
        Send(Third, 1);
        Assert.Contains(4, Heard().Select(row => row.Position.Sequence));
        Assert.False(IsMissing);
    }

    [Fact]
    public void Without_a_list_nobody_is_asked_for_his_whole_journal()
    {
        Do(Relay.Connected(Now));
        Receive(KeyList(1));
        Pass(6_000);
        Assert.Empty(AskedOf(Peer));
        Assert.True(IsMissing);

        Save(keys: 1, Row(Peer, 4));
        Do(Relay.OnTime(Now));

        Assert.Equal([new ResendMessage(1, 4, End)], AskedOf(Peer));
    }

    [Fact]
    public void A_line_for_which_there_is_no_room_is_missing_until_a_list_has_it()
    {
        Save(keys: 1, Row(Peer, 1), Row(Third, 1));
        ConnectWithKeys();
        Send(Third, 1);
        Send(Peer, 1);
        Assert.False(IsMissing);

        Send(Peer, FarLine(HeardChain.Reach + 2));
        Pass(6_000);
        Assert.True(IsMissing);
        Assert.DoesNotContain(Heard(), row => row.Position.Sequence == HeardChain.Reach + 2);

        Save(keys: 1, Row(Peer, HeardChain.Reach + 2), Row(Third, 1));
        Do(Relay.OnTime(Now));
        Pass(6_000);
        Assert.False(IsMissing);
    }

    [Fact]
    public void An_epoch_that_no_list_names_does_not_keep_the_others_from_being_asked_for()
    {
        Save(keys: 1, Row(Peer, 3), Row(Third, 1));
        ConnectWithKeys();
        using var forged = Peer.Later(epoch: 99);
        forged.Write(Said);
        Send(forged, 1);
        Relay.Disconnected();
        Done.Clear();

        Do(Relay.Connected(Now));

        Assert.Contains(new ResendMessage(1, 3, End), AskedOf(Peer));
    }

    [Fact]
    public void A_terminal_that_forks_without_end_is_heard_so_far_and_something_is_missing()
    {
        Save(keys: 1, Row(Third, 1));
        ConnectWithKeys();
        Send(Third, 1);
        Send(Peer, 1);
        Assert.False(IsMissing);

        // 100 lines in a place that another has, and the one that is too many.
        for (var twin = 0; twin < 101; twin++)
        {
            using var fork = Peer.Fork(through: 0);
            fork.Write(new Fact.CounterUsed(Site.Card(Kiosks.Guest), twin));
            Send(fork, 1);
        }

        Assert.Equal(1 + 100, Heard().Count(row => row.Peer == Peer.Terminal));
        Assert.True(IsMissing);
        Save(keys: 1, Row(Peer, 1), Row(Third, 1));
        Do(Relay.OnTime(Now));
        Send(Peer, 1);
        Assert.False(IsMissing);
    }
}
