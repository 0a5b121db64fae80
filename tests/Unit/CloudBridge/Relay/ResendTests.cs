using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

/// <summary>Anybody can ask for the journal again, and must not make a flood of it.</summary>
public sealed class ResendTests : RelayLogicBench
{
    private const int BytesASecond = 5_000;

    public ResendTests() : base(BytesASecond)
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
        Pass();

        Assert.Equal([.. Lines(1, 10), .. Lines(15, 20)], SentSequences());
    }

    [Fact]
    public void Asks_that_overlap_are_answered_once()
    {
        Want(20, 20);
        Want(1, 8);
        Want(5, 12);
        Want(10, 14);
        PubAckAll();
        Pass();

        Assert.Equal([20, .. Lines(1, 14)], SentSequences());
    }

    /// <summary>A site that dials anew at once: all hear each answer.</summary>
    [Fact]
    public void Whoever_asks_soon_after_an_answer_began_gets_the_next_with_all_others()
    {
        for (var ask = 0; ask < 199; ask++)
        {
            Want(20, 20);
            PubAckAll();
            Now += 4;
        }
        Pass();

        Assert.Equal([20, 20], SentSequences());
    }

    [Fact]
    public void Asks_for_what_is_not_there_keep_nobody_waiting()
    {
        for (var epoch = 2; epoch < 10; epoch++)
            Want(1, 2, epoch);
        Want(21, 22);
        PubAckAll();
        Assert.Empty(SentSequences());

        Want(3, 4);
        PubAckAll();

        Assert.Equal(Lines(3, 4), SentSequences());
    }

    [Fact]
    public void However_much_somebody_asks_for_so_much_a_second_is_sent_again()
    {
        var line = Journal.Outbox.Read(new RecordPosition(1, 1), 1).Lines.Length;
        Want(1, 20);
        PubAckAll();

        Assert.Equal(BytesASecond / line + 1, SentSequences().Count);
        Pass(seconds: 1);
        Assert.Equal(2 * (BytesASecond / line + 1), SentSequences().Count);
    }

    /// <summary>Who was taken over may leave one at the broker, where it would outlive its rights.</summary>
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 3)]
    public void An_ask_that_the_broker_had_kept_is_not_answered(bool isRetained, int sent)
    {
        Receive(new MqttMessage(
            Of(TerminalTopic.Resend), new ResendMessage(1, 1, 3).Write(), isRetained));
        PubAckAll();

        Assert.Equal(sent, SentSequences().Count);
    }

    private static IEnumerable<long> Lines(int from, int through) =>
        Enumerable.Range(from, through - from + 1).Select(line => (long)line);

    private void Pass(int seconds = 3)
    {
        for (var second = 0; second < seconds; second++)
        {
            Now += 1_000;
            Do(Relay.OnTime(Now));
            PubAckAll();
        }
    }

    private void Want(long from, long through, long epoch = 1) =>
        Receive(new MqttMessage(Of(TerminalTopic.Resend), new ResendMessage(epoch, from, through).Write()));
}
