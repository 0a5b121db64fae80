using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.AdapterContracts.Mqtt;

public abstract partial class MqttClientContract
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_kept_session_delivers_in_order_what_was_published_while_we_were_away()
    {
        var broker = await BrokerAsync();
        var options = broker.OptionsFor("terminal") with { SessionExpiry = Hour };
        await (await SubscriberAsync(options, "command")).DisposeAsync();
        var publisher = await ConnectAsync(broker.OptionsFor("ledger"));
        foreach (var text in Numbers(200))
            Assert.Null(await publisher.PublishAsync(Message("command", text), Cancellation));

        var back = await ConnectAsync(options);

        Assert.True(back.SessionPresent);
        Assert.Equal(Numbers(200), (await ReadAsync(back, 200)).Select(Text));
    }

    [Fact]
    public async Task A_clean_session_starts_with_nothing()
    {
        var broker = await BrokerAsync();
        var options = broker.OptionsFor("terminal");
        await (await SubscriberAsync(options, "command")).DisposeAsync();
        var publisher = await ConnectAsync(broker.OptionsFor("ledger"));
        Assert.Null(await publisher.PublishAsync(Message("command", "while away"), Cancellation));

        var back = await SubscriberAsync(options, "last");

        Assert.False(back.SessionPresent);
        Assert.Null(await publisher.PublishAsync(Message("command", "not subscribed"), Cancellation));
        Assert.Null(await publisher.PublishAsync(Message("last"), Cancellation));
        Assert.Equal("last", Assert.Single(await ReadAsync(back, 1)).Topic);
    }

    [Fact]
    public async Task A_clean_start_ends_the_session_that_was_kept()
    {
        var options = (await BrokerAsync()).OptionsFor("terminal");
        await (await ConnectAsync(options with { SessionExpiry = Hour })).DisposeAsync();

        Assert.False((await ConnectAsync(options)).SessionPresent);
    }

    /// <summary>Session Expiry Interval (MQTT 5.0, 3.1.2.11.2).</summary>
    [Fact]
    public async Task A_session_that_has_expired_is_gone_with_all_that_waited_in_it()
    {
        var broker = await BrokerAsync();
        var options = broker.OptionsFor("terminal") with { SessionExpiry = TimeSpan.FromSeconds(1) };
        await (await SubscriberAsync(options, "command")).DisposeAsync();
        var publisher = await ConnectAsync(broker.OptionsFor("ledger"));
        Assert.Null(await publisher.PublishAsync(Message("command", "too late"), Cancellation));
        await Eventually.TrueAsync(
            () => broker.Log.Contains("Expiring client terminal", StringComparison.Ordinal),
            "the broker has given the session up",
            Cancellation);

        var back = await SubscriberAsync(options, "command");

        Assert.False(back.SessionPresent);
        Assert.Null(await publisher.PublishAsync(Message("command", "in time"), Cancellation));
        Assert.Equal("in time", Text(Assert.Single(await ReadAsync(back, 1))));
    }

    [Fact]
    public async Task A_session_outlives_a_restart_of_the_broker()
    {
        var broker = await BrokerAsync(new MosquittoSettings { Persistence = true });
        var options = broker.OptionsFor("terminal") with { SessionExpiry = Hour };
        await (await SubscriberAsync(options, "command")).DisposeAsync();
        var publisher = await ConnectAsync(broker.OptionsFor("ledger"));
        Assert.Null(await publisher.PublishAsync(Message("command", "kept"), Cancellation));

        await broker.StopAsync(Cancellation);
        await broker.StartAgainAsync(Cancellation);

        var back = await ConnectAsync(options);
        Assert.True(back.SessionPresent);
        Assert.Equal("kept", Text(Assert.Single(await ReadAsync(back, 1))));
    }

    [Fact]
    public async Task The_last_will_is_published_when_the_connection_dies()
    {
        var (broker, proxy) = await BrokerBehindProxyAsync();
        var watcher = await SubscriberAsync(broker.OptionsFor("watcher"), "status");
        await ConnectAsync(broker.OptionsFor("terminal") with
        {
            Port = proxy.Port,
            LastWill = Message("status", "gone", retained: true),
        });

        proxy.Cut();

        Assert.Equal("gone", Text(Assert.Single(await ReadAsync(watcher, 1))));
        var late = await SubscriberAsync(broker.OptionsFor("late"), "status");
        Assert.True(Assert.Single(await ReadAsync(late, 1)).Retained);
    }

    [Fact]
    public async Task After_a_goodbye_there_is_no_last_will()
    {
        var broker = await BrokerAsync();
        var watcher = await SubscriberAsync(broker.OptionsFor("watcher"), "status");
        var connection = await ConnectAsync(
            broker.OptionsFor("terminal") with { LastWill = Message("status", "gone") });

        await connection.DisposeAsync();

        // The broker has seen the end of the first connection before it lets the same client in again.
        var next = await ConnectAsync(broker.OptionsFor("terminal"));
        Assert.Null(await next.PublishAsync(Message("status", "back"), Cancellation));
        Assert.Equal("back", Text(Assert.Single(await ReadAsync(watcher, 1))));
    }

    [Fact]
    public async Task A_goodbye_while_the_broker_is_sending_is_a_goodbye()
    {
        var broker = await BrokerAsync(KeepsEverything);
        var watcher = await SubscriberAsync(broker.OptionsFor("watcher"), "status");
        var options = broker.OptionsFor("terminal") with { LastWill = Message("status", "gone"), InboxCapacity = 2 };
        for (var round = 0; round < 20; round++)
        {
            var slow = await SubscriberAsync(options, "journal");
            var publishing = Task.WhenAll(
                Numbers(200).Select(text => watcher.PublishAsync(Message("journal", text), Cancellation)));
            await Eventually.TrueAsync(() => slow.Messages.Count > 0, "the broker is sending", Cancellation);

            await slow.DisposeAsync();

            Assert.All(await publishing, Assert.Null);
        }

        Assert.Null(await watcher.PublishAsync(Message("status", "still here"), Cancellation));
        Assert.Equal("still here", Text(Assert.Single(await ReadAsync(watcher, 1))));
    }
}
