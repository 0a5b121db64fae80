using CloudBridge.Contract;
using CloudBridge.Relay;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

/// <summary>The ledger was restored from a backup, and wants again what that lacks.</summary>
public sealed class EraTests : RelayLogicBench
{
    [Fact]
    public void An_ack_of_a_higher_era_sends_again_from_there()
    {
        SendAll(6);
        Ack(6);
        Done.Clear();

        Ack(2, era: 7);

        Assert.Equal([3, 4, 5, 6], SentSequences());
    }

    /// <summary>It was on its way when the ledger was restored.</summary>
    [Fact]
    public void An_ack_of_an_era_before_is_old()
    {
        SendAll(6);
        Ack(2);
        Ack(2, era: 7);

        Ack(6);

        Assert.Equal(new RecordPosition(1, 2), Journal.Outbox.Acked);
    }

    [Fact]
    public void An_ack_of_a_new_era_that_was_dropped_is_asked_for_again_once_a_beat_names_the_era()
    {
        SendAll(6);
        Ack(6);
        Done.Clear();

        Beat(Asked(Relay.ListApplied(Now)), new ListVersion(7, 1));
        Assert.Contains(Of(TerminalTopic.Ack), Subscribed());
        Ack(2, retained: true, era: 7);
        Assert.Equal([3, 4, 5, 6], SentSequences());
        Done.Clear();

        Beat(Asked(Relay.ListApplied(Now)), new ListVersion(7, 1));
        Assert.Empty(Subscribed());
    }
}
