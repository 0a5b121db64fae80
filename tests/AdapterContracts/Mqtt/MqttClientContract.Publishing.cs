using System.Security.Cryptography;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.AdapterContracts.Mqtt;

public abstract partial class MqttClientContract
{
    [Fact]
    public async Task A_thousand_publications_under_way_at_once_arrive_in_the_order_of_the_calls()
    {
        var broker = await BrokerAsync();
        var subscriber = await SubscriberAsync(broker.OptionsFor("ledger"), "journal");
        var publisher = await ConnectAsync(broker.OptionsFor("terminal"));

        var publications = Numbers(1000)
            .Select(text => publisher.PublishAsync(Message("journal", text), Cancellation))
            .ToList();

        Assert.Equal(Numbers(1000), (await ReadAsync(subscriber, 1000)).Select(Text));
        Assert.All(await Task.WhenAll(publications), Assert.Null);
    }

    [Fact]
    public async Task Several_tasks_may_publish_at_once_and_each_keeps_its_order()
    {
        var broker = await BrokerAsync();
        var subscriber = await SubscriberAsync(broker.OptionsFor("ledger"), "journal/#");
        var publisher = await ConnectAsync(broker.OptionsFor("terminal"));
        var topics = Enumerable.Range(1, 4).Select(number => $"journal/{number}").ToList();

        var faults = await Task.WhenAll(topics.Select(PublishHundredAsync));

        Assert.All(faults.SelectMany(list => list), Assert.Null);
        var received = (await ReadAsync(subscriber, 400)).ToLookup(message => message.Topic, Text);
        Assert.All(topics, topic => Assert.Equal(Numbers(100), received[topic]));

        async Task<MqttFault?[]> PublishHundredAsync(string topic)
        {
            await Task.Yield();
            return await Task.WhenAll(
                Numbers(100).Select(text => publisher.PublishAsync(Message(topic, text), Cancellation)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    [InlineData(200_000)]
    public async Task A_payload_arrives_byte_for_byte(int length)
    {
        var broker = await BrokerAsync();
        var connection = await SubscriberAsync(broker.OptionsFor("terminal"), "payload/+");
        var payload = RandomNumberGenerator.GetBytes(length);

        Assert.Null(await connection.PublishAsync(new MqttMessage("payload/größe", payload), Cancellation));

        var received = Assert.Single(await ReadAsync(connection, 1));
        Assert.Equal("payload/größe", received.Topic);
        Assert.True(payload.AsSpan().SequenceEqual(received.Payload.Span));
        Assert.False(received.Retained);
    }

    /// <summary>Nobody can make us hold more memory than the contract's longest message takes.</summary>
    [Fact]
    public async Task A_message_that_is_larger_than_we_take_does_not_come_and_the_connection_lives_on()
    {
        var broker = await BrokerAsync();
        var subscriber = await SubscriberAsync(broker.OptionsFor("terminal"), "list/+");
        var publisher = await ConnectAsync(broker.OptionsFor("hostile"));
        // Header and length: 5 bytes; topic with its length: 8; message id: 2; properties: 1.
        const int largest = MqttOptions.LargestPacket - 16;

        // Mosquitto does not count the first of these bytes.
        foreach (var length in (int[])[largest + 2, largest, 8 * largest, 1])
            Assert.Null(await publisher.PublishAsync(new MqttMessage("list/a", new byte[length]), Cancellation));

        Assert.Equal([largest, 1], (await ReadAsync(subscriber, 2)).Select(message => message.Payload.Length));
        Assert.Null(await subscriber.PublishAsync(Message("list/b"), Cancellation));
        Assert.Equal("list/b", Assert.Single(await ReadAsync(subscriber, 1)).Topic);
    }

    [Fact]
    public async Task A_publication_without_a_subscriber_is_no_fault()
    {
        var connection = await ConnectAsync((await BrokerAsync()).OptionsFor("terminal"));

        Assert.Null(await connection.PublishAsync(Message("nobody/listens"), Cancellation));
    }

    [Fact]
    public async Task A_retained_message_comes_to_later_subscribers_and_says_so()
    {
        var broker = await BrokerAsync();
        var early = await SubscriberAsync(broker.OptionsFor("early"), "status");
        Assert.Null(await early.PublishAsync(Message("status", "ready", retained: true), Cancellation));

        var late = await SubscriberAsync(broker.OptionsFor("late"), "status");

        Assert.True(Assert.Single(await ReadAsync(late, 1)).Retained);
        Assert.False(Assert.Single(await ReadAsync(early, 1)).Retained);
    }

    [Fact]
    public async Task A_publication_that_the_broker_does_not_allow_is_refused_and_the_connection_stays()
    {
        var broker = await BrokerAsync(new MosquittoSettings { AccessRules = "topic readwrite mine/#\n" });
        var connection = await ConnectAsync(broker.OptionsFor("terminal"));

        var fault = await connection.PublishAsync(Message("theirs/journal"), Cancellation);

        Assert.IsType<MqttFault.Refused>(fault);
        Assert.Equal("Publishing to theirs/journal: the broker said not authorized (0x87).", fault.Detail);
        Assert.Null(await connection.PublishAsync(Message("mine/journal"), Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/#")]
    [InlineData("a/+/b")]
    [InlineData("a\0b")]
    [InlineData("a\u0001b")]
    [InlineData("a\uFFFFb")]
    [InlineData(HalfOfAPair)]
    public async Task A_topic_that_cannot_be_published_to_is_a_fault_and_the_connection_stays(string topic)
    {
        topic = Unescape(topic);
        var connection = await ConnectAsync((await BrokerAsync()).OptionsFor("terminal"));

        Assert.IsType<MqttFault.Refused>(await connection.PublishAsync(Message(topic), Cancellation));

        Assert.Null(await connection.PublishAsync(Message("a"), Cancellation));
    }

    [Fact]
    public async Task A_cancelled_publication_ends_at_once_and_leaves_the_others_alone()
    {
        var (broker, proxy) = await BrokerBehindProxyAsync();
        var subscriber = await SubscriberAsync(broker.OptionsFor("ledger"), "journal");
        var publisher = await ConnectAsync(broker.OptionsFor("terminal") with { Port = proxy.Port });
        proxy.Stall();
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var before = publisher.PublishAsync(Message("journal", "before"), Cancellation);
        var cancelled = publisher.PublishAsync(Message("journal", "cancelled"), cancelling.Token);
        var after = publisher.PublishAsync(Message("journal", "after"), Cancellation);

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Eventually.CompletesAsync(cancelled, "the cancelled publication", Cancellation));
        proxy.Resume();
        Assert.Null(await before);
        Assert.Null(await after);
        // It had left already, or it had not; the two others came in their order.
        var received = (await ReadAsync(subscriber, 2)).Select(Text).ToList();
        if (received[1] == "cancelled")
            received.AddRange((await ReadAsync(subscriber, 1)).Select(Text));
        Assert.Equal(["before", "after"], received.Where(text => text != "cancelled"));
    }

    [Fact]
    public async Task A_publication_that_was_cancelled_before_the_call_is_not_sent()
    {
        var broker = await BrokerAsync();
        var connection = await SubscriberAsync(broker.OptionsFor("terminal"), "journal");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => connection.PublishAsync(Message("journal", "cancelled"), new CancellationToken(canceled: true)));

        Assert.Null(await connection.PublishAsync(Message("journal", "sent"), Cancellation));
        Assert.Equal("sent", Text(Assert.Single(await ReadAsync(connection, 1))));
    }

    [Fact]
    public async Task A_publication_on_a_stalled_connection_ends_with_patience()
    {
        var (broker, proxy) = await BrokerBehindProxyAsync();
        var connection = await ConnectAsync(
            broker.OptionsFor("terminal") with { Port = proxy.Port, Patience = TimeSpan.FromSeconds(1) });
        proxy.Stall();
        var start = TimeProvider.System.GetTimestamp();

        var fault = await Eventually.CompletesAsync(
            connection.PublishAsync(Message("journal"), Cancellation), "the publication", Cancellation);

        Assert.IsType<MqttFault.Unanswered>(fault);
        Assert.True(fault.MayRetry);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.FromSeconds(0.9), Eventually.Deadline);
    }

    [Fact]
    public async Task Answers_that_come_after_patience_do_no_harm()
    {
        var (broker, proxy) = await BrokerBehindProxyAsync();
        var connection = await SubscriberAsync(
            broker.OptionsFor("terminal") with { Port = proxy.Port, Patience = TimeSpan.FromSeconds(1) }, "journal");
        proxy.Stall();
        var late = await Task.WhenAll(
            Numbers(100).Select(text => connection.PublishAsync(Message("journal", text), Cancellation)));
        Assert.All(late, fault => Assert.IsType<MqttFault.Unanswered>(fault));

        proxy.Resume();

        Assert.Null(await connection.PublishAsync(Message("journal", "next"), Cancellation));
        Assert.False(connection.Closed.IsCompleted);
    }
}
