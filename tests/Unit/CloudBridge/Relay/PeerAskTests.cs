using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

/// <summary>Asking other terminals for what was not heard.</summary>
public sealed class PeerAskTests : PeerBench
{
    [Fact]
    public void On_each_connection_all_terminals_of_the_key_list_are_asked_from_the_watermark_on()
    {
        Save(keys: 1, Row(Peer, 4));
        ConnectWithKeys();

        Assert.Equal([new ResendMessage(1, 4, End)], AskedOf(Peer));
        Assert.Equal([new ResendMessage(1, 1, End)], AskedOf(Third));

        Relay.Disconnected();
        Do(Relay.Connected(Now));
        Assert.Equal(2, AskedOf(Peer).Count);
    }

    [Fact]
    public void Something_is_missing_until_all_have_answered()
    {
        Save(keys: 1, Row(Peer, 4));
        ConnectWithKeys();
        Assert.True(IsMissing);

        Send(Third, 1, 2);
        Assert.True(IsMissing);
        Send(Peer, 4);

        Assert.False(IsMissing);
    }

    [Fact]
    public void A_line_that_is_new_is_no_answer_to_what_was_asked()
    {
        Save(keys: 1, Row(Peer, 4));
        ConnectWithKeys();
        Send(Third, 1);

        Send(Peer, 9);
        Assert.True(IsMissing);
        Send(Peer, 4, 5, 6, 7);
        Assert.True(IsMissing);
        Send(Peer, 8);

        Assert.False(IsMissing);
    }

    [Fact]
    public void An_answer_whose_message_is_full_goes_on_in_the_next_one()
    {
        ConnectWithKeys();
        Send(Third, 1);
        while (Peer.SendAll(1, Peer.End).Length < Topics.LongestJournalMessage - JwsType.Record.LongestBytes)
            Peer.Write(Said);

        Send(Peer, Peer.SendAll(1, Peer.End));
        Assert.True(IsMissing);
        Peer.Write(Said);
        Send(Peer, Peer.End);

        Assert.False(IsMissing);
    }

    [Fact]
    public void Who_does_not_answer_is_not_waited_for_for_ever()
    {
        ConnectWithKeys();
        Send(Third, 1);

        Pass(4_999);
        Assert.True(IsMissing);
        Pass(1);

        Assert.False(IsMissing);
    }

    [Fact]
    public void Whoever_still_answers_is_waited_for()
    {
        ConnectWithKeys();
        Send(Third, 1);
        Send(Peer, 10);

        for (var line = 1; line < 9; line++)
        {
            Pass(4_000);
            Send(Peer, line);
            Assert.True(IsMissing);
        }
        Send(Peer, 9);

        Assert.False(IsMissing);
    }

    [Fact]
    public void A_gap_is_asked_for_from_the_last_line_that_is_whole()
    {
        Settled();

        Send(Peer, 6);

        Assert.Equal(new ResendMessage(1, 3, End), AskedOf(Peer)[^1]);
        Assert.True(IsMissing);
        Send(Peer, 3, 4, 5, 6);
        Assert.False(IsMissing);
    }

    [Fact]
    public void A_gap_that_stays_is_asked_for_ever_more_seldom_and_when_something_new_comes()
    {
        Settled();
        var asks = AskedOf(Peer).Count;
        Send(Peer, 5);
        Pass(5_000);
        Assert.Equal(asks + 1, AskedOf(Peer).Count);

        Send(Peer, 6);
        Pass(9_000);
        Assert.Equal(asks + 1, AskedOf(Peer).Count);
        Pass(1_000);
        Send(Peer, 7);
        Assert.Equal(asks + 2, AskedOf(Peer).Count);
        Assert.True(IsMissing);
        Pass(5_000);
        Pass(19_000);
        Send(Peer, 8);
        Assert.Equal(asks + 2, AskedOf(Peer).Count);
        Pass(1_000);
        Send(Peer, 9);

        Assert.Equal(asks + 3, AskedOf(Peer).Count);
    }

    [Fact]
    public void A_list_that_knows_more_of_a_terminal_than_was_heard_is_a_reason_to_ask()
    {
        Settled();

        Save(keys: 1, Row(Peer, 7));
        Do(Relay.OnTime(Now));

        Assert.Equal(new ResendMessage(1, 7, End), AskedOf(Peer)[^1]);
        Assert.True(IsMissing);
    }

    [Fact]
    public void A_list_that_is_stored_and_refused_leaves_what_it_has_to_be_heard()
    {
        Settled();

        Store(keys: 1, Row(Peer, 7));
        Do(Relay.OnTime(Now));
        Send(Peer, 4, 5, 6, 7, 8);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Heard()
            .Where(record => record.Peer == Peer.Terminal).Select(record => record.Position.Sequence));
        Assert.False(IsMissing);
    }

    [Fact]
    public void Changes_that_are_stored_and_refused_leave_what_they_have_to_be_heard()
    {
        Settled();

        Change(Row(Peer, 6));
        Change(Row(Peer, 7), Row(Third, 4));
        Do(Relay.OnTime(Now));
        Send(Peer, 4, 5, 6, 7, 8);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Heard()
            .Where(record => record.Peer == Peer.Terminal).Select(record => record.Position.Sequence));
        Assert.False(IsMissing);
    }

    [Fact]
    public void What_changes_have_made_of_a_list_counts_when_it_is_put_to_use()
    {
        Settled();
        var changed = Change(Row(Peer, 7));
        Change(Row(Third, 9));

        Lists.Take(changed).Dispose();
        Do(Relay.ListApplied(Now));

        Assert.Equal(new ResendMessage(1, 7, End), AskedOf(Peer)[^1]);
        Assert.DoesNotContain(AskedOf(Third), asked => asked.From == 9);
        Assert.True(IsMissing);
        Send(Peer, 7, 8);
        Assert.False(IsMissing);
    }

    [Fact]
    public void A_list_that_knows_no_more_than_was_heard_is_not()
    {
        Settled();
        var asks = AskedOf(Peer).Count;

        Save(keys: 1, Row(Peer, 2));
        Do(Relay.OnTime(Now));
        Send(Peer, 4);

        Assert.Equal(asks, AskedOf(Peer).Count);
        Assert.False(IsMissing);
    }

    [Fact]
    public void A_list_of_a_restored_ledger_that_knows_less_makes_what_it_lacks_be_told_again()
    {
        Settled();
        Save(keys: 1, Row(Peer, 3));
        Do(Relay.OnTime(Now));
        Done.Clear();

        Save(keys: 1, Row(Peer, 1));
        Do(Relay.OnTime(Now));
        Send(Peer, 1, 2, 3);

        // The third was heard, and not forgotten.
        Assert.Equal([1, 2], Heard().Select(row => row.Position.Sequence));
        Assert.False(IsMissing);
    }

    [Fact]
    public void A_terminal_is_asked_in_its_latest_epoch()
    {
        Save(keys: 1, Row(Peer, 4), new Watermark(Peer.Terminal, 2, 3), new Watermark(Peer.Terminal, 3, 0));
        ConnectWithKeys();

        Assert.Equal([new ResendMessage(2, 3, End), new ResendMessage(3, 1, End)], AskedOf(Peer));
    }

    [Fact]
    public void Without_keys_it_is_not_waited_for_ever_for_them()
    {
        Save(keys: 0);
        Do(Relay.Connected(Now));
        Assert.True(IsMissing);

        Pass(5_000);

        Assert.False(IsMissing);
    }

    [Fact]
    public void However_many_want_the_journal_again_it_is_sent_to_all_of_them_together()
    {
        SendAll(20);
        Done.Clear();
        // Eight others come back after a power cut, and each asks for what the list does not have.
        for (var other = 0; other < 8; other++)
            Receive(new MqttMessage(Of(TerminalTopic.Resend), new ResendMessage(1, 1, End).Write()));
        PubAckAll();

        var sent = SentSequences();
        Assert.Equal(20, sent.Distinct().Count());
        // The first got what was on its way already, and the others the whole of it.
        Assert.InRange(sent.Count, 20, 2 * 20);
    }
}
