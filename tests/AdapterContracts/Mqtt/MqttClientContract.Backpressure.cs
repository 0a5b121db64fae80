using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.AdapterContracts.Mqtt;

public abstract partial class MqttClientContract
{
    private static readonly MosquittoSettings KeepsEverything = new() { MaximumQueuedMessages = 0 };

    [Fact]
    public async Task A_slow_reader_loses_nothing()
    {
        var broker = await BrokerAsync(KeepsEverything);
        var slow = await SubscriberAsync(broker.OptionsFor("slow") with { InboxCapacity = 16 }, "journal");
        var publisher = await ConnectAsync(broker.OptionsFor("terminal"));
        var publications = Numbers(5000)
            .Select(text => publisher.PublishAsync(Message("journal", text), Cancellation))
            .ToList();
        Assert.All(await Task.WhenAll(publications), Assert.Null);

        // Two seconds of it are the reader's own; a connection that is not woken when there is room takes minutes.
        var received = await Eventually.CompletesAsync(
            ReadSlowlyAsync(), "the slow reading", TimeSpan.FromMinutes(1), Cancellation);

        Assert.Equal(Numbers(5000), received);
        Assert.False(slow.Closed.IsCompleted);

        async Task<List<string>> ReadSlowlyAsync()
        {
            var texts = new List<string>();
            while (texts.Count < 5000)
            {
                texts.AddRange((await ReadAsync(slow, 1)).Select(Text));
                // Not a wait for anything: this is what the reader does with a message.
                if (texts.Count % 50 == 0)
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
            }
            return texts;
        }
    }

    [Fact]
    public async Task A_reader_that_stands_still_holds_no_more_than_twice_its_inbox()
    {
        var broker = await BrokerAsync(KeepsEverything);
        var still = await SubscriberAsync(broker.OptionsFor("still") with { InboxCapacity = 16 }, "journal");
        var publisher = await ConnectAsync(broker.OptionsFor("terminal"));
        var publications = Numbers(2000)
            .Select(text => publisher.PublishAsync(Message("journal", text), Cancellation))
            .ToList();

        Assert.All(await Task.WhenAll(publications), Assert.Null);
        await Eventually.TrueAsync(() => still.Messages.Count >= 16, "the inbox is full", Cancellation);

        Assert.InRange(still.Messages.Count, 16, 32);
        Assert.Equal(Numbers(2000), (await ReadAsync(still, 2000)).Select(Text));
    }

    /// <summary>Sixty of the largest packets would be 120 MiB.</summary>
    [Fact]
    public async Task A_reader_that_stands_still_holds_no_more_than_so_many_bytes_and_loses_nothing()
    {
        var broker = await BrokerAsync(KeepsEverything);
        var still = await SubscriberAsync(broker.OptionsFor("still") with { InboxCapacity = 1000 }, "list");
        var publisher = await ConnectAsync(broker.OptionsFor("hostile"));
        var large = new MqttMessage("list", new byte[2 * 1024 * 1024]);

        for (var i = 0; i < 60; i++)
            Assert.Null(await publisher.PublishAsync(large, Cancellation));

        await Eventually.TrueAsync(() => still.Messages.Count >= 4, "the inbox is full", Cancellation);
        Assert.InRange(still.Messages.Count, 4, 8);
        Assert.Equal(60, (await ReadAsync(still, 60)).Count);
    }

    [Fact]
    public async Task A_reader_that_stands_still_for_twice_the_keep_alive_does_not_lose_the_connection()
    {
        var broker = await BrokerAsync(KeepsEverything);
        var still = await SubscriberAsync(
            broker.OptionsFor("still") with { InboxCapacity = 16, KeepAlive = ShortKeepAlive }, "journal");
        var publisher = await ConnectAsync(broker.OptionsFor("terminal"));
        foreach (var text in Numbers(500))
            Assert.Null(await publisher.PublishAsync(Message("journal", text), Cancellation));

        await AssertStaysAsync(still, 2 * ShortKeepAlive + TimeSpan.FromSeconds(1));

        Assert.Equal(Numbers(500), (await ReadAsync(still, 500)).Select(Text));
        Assert.Null(await still.PublishAsync(Message("elsewhere"), Cancellation));
    }

    [Fact]
    public async Task Messages_of_every_size_pass_a_small_inbox_in_order()
    {
        var broker = await BrokerAsync(KeepsEverything);
        var subscriber = await SubscriberAsync(broker.OptionsFor("slow") with { InboxCapacity = 4 }, "journal");
        var publisher = await ConnectAsync(broker.OptionsFor("terminal"));
        // Around each length at which the length field of the packet grows (MQTT 5.0, 1.5.5).
        int[] lengths = [0, 1, 110, 115, 120, 125, 16_370, 16_375, 16_380, 16_385, 200_000];
        var sent = Enumerable.Range(0, 20).SelectMany(_ => lengths).ToList();

        var publications = sent
            .Select(length => publisher.PublishAsync(new MqttMessage("journal", new byte[length]), Cancellation))
            .ToList();

        Assert.Equal(sent, (await ReadAsync(subscriber, sent.Count)).Select(message => message.Payload.Length));
        Assert.All(await Task.WhenAll(publications), Assert.Null);
    }

    [Fact]
    public async Task A_full_inbox_does_not_hold_up_publications()
    {
        var broker = await BrokerAsync(KeepsEverything);
        var connection = await SubscriberAsync(broker.OptionsFor("terminal") with { InboxCapacity = 4 }, "echo");

        var publications = Numbers(500)
            .Select(text => connection.PublishAsync(Message("echo", text), Cancellation))
            .ToList();
        var reading = ReadAsync(connection, 500);

        Assert.All(await Task.WhenAll(publications), Assert.Null);
        Assert.Equal(Numbers(500), (await reading).Select(Text));
    }
}
