using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

/// <summary>Anybody can ask for the journal again, and must not make a flood of it.</summary>
public sealed class ResendTests : RelayLogicBench
{
    public ResendTests()
    {
        SendAll(20);
        Done.Clear();
    }

    [Fact]
    public void One_ask_is_answered_to_its_end_before_the_next_begins()
    {
        Want(1, 10);
        Want(15, 20);
        PubAckAll();

        var sent = SentSequences();
        Assert.Equal(sent.Order(), sent);
    }

    [Fact]
    public void Asks_that_overlap_are_answered_once()
    {
        Want(20, 20);
        Want(1, 8);
        Want(5, 12);
        Want(10, 14);
        PubAckAll();

        Assert.Equal([20, .. Enumerable.Range(1, 14).Select(line => (long)line)], SentSequences());
    }

    [Fact]
    public void However_often_somebody_asks_so_much_a_second_is_sent_again()
    {
        var line = Journal.Outbox.Read(new RecordPosition(1, 1), 1).Lines.Length;
        for (var ask = 0; ask < 200; ask++)
        {
            Want(1, 20);
            PubAckAll();
        }

        var sent = SentSequences().Count;
        Assert.InRange(sent * line, 20 * line, new RelayOptions().AgainBytesASecond + 2 * line);
        Now += 1_000;
        Do(Relay.OnTime(Now));
        Assert.True(SentSequences().Count > sent);
    }

    private void Want(long from, long through) =>
        Receive(new MqttMessage(Of(TerminalTopic.Resend), new ResendMessage(1, from, through).Write()));
}
