using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.AdapterContracts.Mqtt;

public abstract partial class MqttClientContract
{
    private static readonly TimeSpan ShortKeepAlive = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_the_broker_ends_the_connection_is_lost_and_what_was_received_can_be_read(bool killed)
    {
        var broker = await BrokerAsync();
        var connection = await SubscriberAsync(broker.OptionsFor("terminal"), "journal");
        foreach (var text in Numbers(3))
            Assert.Null(await connection.PublishAsync(Message("journal", text), Cancellation));
        await Eventually.EqualAsync(3, () => connection.Messages.Count, "messages in the inbox", Cancellation);

        await (killed ? broker.KillAsync(Cancellation) : broker.StopAsync(Cancellation));

        var fault = await EndOfAsync(connection);
        Assert.IsType<MqttFault.Lost>(fault);
        Assert.True(fault.MayRetry);
        Assert.False(connection.Messages.Completion.IsCompleted);
        Assert.Equal(Numbers(3), (await ReadAsync(connection, 3)).Select(Text));
        await Eventually.CompletesAsync(connection.Messages.Completion, "Messages", Cancellation);
    }

    [Fact]
    public async Task What_is_under_way_when_the_connection_breaks_ends_with_a_fault()
    {
        var (broker, proxy) = await BrokerBehindProxyAsync();
        var connection = await ConnectAsync(
            broker.OptionsFor("terminal") with { Port = proxy.Port, Patience = TimeSpan.FromMinutes(5) });
        proxy.Stall();
        var pending = Numbers(200)
            .Select(text => connection.PublishAsync(Message("journal", text), Cancellation))
            .Append(connection.SubscribeAsync("journal", Cancellation))
            .Append(connection.UnsubscribeAsync("journal", Cancellation))
            .ToList();

        proxy.Cut();

        var faults = await Eventually.CompletesAsync(Task.WhenAll(pending), "everything under way", Cancellation);
        Assert.All(faults, fault => Assert.IsType<MqttFault.Lost>(fault));
    }

    [Fact]
    public async Task On_a_lost_connection_every_call_is_a_fault_at_once()
    {
        var broker = await BrokerAsync();
        var connection = await ConnectAsync(broker.OptionsFor("terminal") with { Patience = TimeSpan.FromMinutes(5) });
        await broker.KillAsync(Cancellation);
        await EndOfAsync(connection);

        var faults = await Eventually.CompletesAsync(
            Task.WhenAll(
                connection.PublishAsync(Message("journal"), Cancellation),
                connection.SubscribeAsync("journal", Cancellation),
                connection.UnsubscribeAsync("journal", Cancellation)),
            "three calls on a lost connection",
            Cancellation);

        Assert.All(faults, fault => Assert.IsType<MqttFault.Lost>(fault));
    }

    [Fact]
    public async Task A_half_open_connection_is_noticed_by_keep_alive()
    {
        var (broker, proxy) = await BrokerBehindProxyAsync();
        var connection = await ConnectAsync(
            broker.OptionsFor("terminal") with { Port = proxy.Port, KeepAlive = ShortKeepAlive });

        await AssertNoticedAsync(connection, proxy);
    }

    [Fact]
    public async Task A_half_open_connection_is_noticed_also_while_we_go_on_publishing()
    {
        var (broker, proxy) = await BrokerBehindProxyAsync();
        var connection = await ConnectAsync(
            broker.OptionsFor("terminal") with
            {
                Port = proxy.Port,
                KeepAlive = ShortKeepAlive,
                Patience = TimeSpan.FromSeconds(1),
            });
        var publishing = PublishUntilLostAsync();

        await AssertNoticedAsync(connection, proxy);

        Assert.IsType<MqttFault.Lost>(await Eventually.CompletesAsync(publishing, "the publishing loop", Cancellation));

        async Task<MqttFault?> PublishUntilLostAsync()
        {
            MqttFault? last;
            do
                last = await connection.PublishAsync(Message("journal", new string('x', 1000)), Cancellation);
            while (last is null or MqttFault.Unanswered);
            return last;
        }
    }

    /// <summary>It answers PINGREQ no more than PUBLISH, and what we write piles up.</summary>
    [Fact]
    public async Task A_broker_that_stops_reading_is_noticed_and_what_was_under_way_ends_with_a_fault()
    {
        var (broker, proxy) = await BrokerBehindProxyAsync();
        var connection = await ConnectAsync(
            broker.OptionsFor("terminal") with
            {
                Port = proxy.Port,
                KeepAlive = ShortKeepAlive,
                Patience = TimeSpan.FromSeconds(2),
            });
        proxy.Stall();
        // More than the sockets and the proxy take.
        var large = new MqttMessage("journal", new byte[1024 * 1024]);
        var publishing = Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => connection.PublishAsync(large, Cancellation)));

        await AssertNoticedAsync(connection, proxy);

        Assert.All(
            await Eventually.CompletesAsync(publishing, "all publications", Cancellation),
            fault => Assert.True(fault is MqttFault.Unanswered or MqttFault.Lost, $"{fault}"));
    }

    [Fact]
    public async Task A_second_connection_with_our_client_id_ends_the_first()
    {
        var options = (await BrokerAsync()).OptionsFor("terminal");
        var first = await ConnectAsync(options);

        var second = await ConnectAsync(options);

        // Mosquitto 2.0.11 hangs up without a word; later ones say why.
        Assert.IsType<MqttFault.Lost>(await EndOfAsync(first));
        Assert.Null(await second.PublishAsync(Message("journal"), Cancellation));
    }

    [Fact]
    public async Task After_our_goodbye_there_is_no_fault_and_nothing_more_comes()
    {
        var connection = await ConnectAsync((await BrokerAsync()).OptionsFor("terminal"));

        await connection.DisposeAsync();

        Assert.Null(await EndOfAsync(connection));
        Assert.False(await connection.Messages.WaitToReadAsync(Cancellation));
        Assert.IsType<MqttFault.Lost>(await connection.PublishAsync(Message("journal"), Cancellation));
    }

    [Fact]
    public async Task Disposing_twice_or_at_once_is_disposing()
    {
        var connection = await ConnectAsync((await BrokerAsync()).OptionsFor("terminal"));

        await Task.WhenAll(connection.DisposeAsync().AsTask(), connection.DisposeAsync().AsTask());
        await connection.DisposeAsync();

        Assert.Null(await connection.Closed);
    }

    [Fact]
    public async Task Disposing_of_a_stalled_connection_with_much_under_way_ends_long_before_patience()
    {
        var (broker, proxy) = await BrokerBehindProxyAsync();
        var connection = await ConnectAsync(
            broker.OptionsFor("terminal") with { Port = proxy.Port, Patience = TimeSpan.FromMinutes(5) });
        proxy.Stall();
        // More than the socket and the proxy take, so that a goodbye cannot leave.
        var large = new MqttMessage("journal", new byte[1024 * 1024]);
        var pending = Enumerable.Range(0, 20).Select(_ => connection.PublishAsync(large, Cancellation)).ToList();

        // After two seconds (IMqttConnection); a loaded machine gets the rest of the deadline.
        await Eventually.CompletesAsync(connection.DisposeAsync().AsTask(), "disposing", Cancellation);

        var faults = await Eventually.CompletesAsync(Task.WhenAll(pending), "what was under way", Cancellation);
        Assert.All(faults, fault => Assert.IsType<MqttFault.Lost>(fault));
    }

    [Fact]
    public async Task A_connection_that_is_slow_but_alive_is_kept()
    {
        var (broker, proxy) = await BrokerBehindProxyAsync();
        proxy.Delay = TimeSpan.FromMilliseconds(300);
        var connection = await SubscriberAsync(
            broker.OptionsFor("terminal") with { Port = proxy.Port, KeepAlive = ShortKeepAlive }, "journal");

        // Longer than the keep alive would need to end it.
        await AssertStaysAsync(connection, 2 * ShortKeepAlive);

        Assert.Null(await connection.PublishAsync(Message("journal", "alive"), Cancellation));
        Assert.Equal("alive", Text(Assert.Single(await ReadAsync(connection, 1))));
    }

    private static async Task AssertNoticedAsync(IMqttConnection connection, TcpProxy proxy)
    {
        proxy.Stall();

        // After one and a half of its keep alive; a loaded machine gets the rest of the deadline.
        Assert.IsType<MqttFault.Lost>(await EndOfAsync(connection));
    }

    private static async Task AssertStaysAsync(IMqttConnection connection, TimeSpan span) =>
        await Assert.ThrowsAsync<TimeoutException>(
            () => connection.Closed.WaitAsync(span, TimeProvider.System, Cancellation));
}
