using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.AdapterContracts.Mqtt;

public abstract partial class MqttClientContract
{
    private static readonly byte[] SessionTakenOver = [0xE0, 2, 0x8E, 0];

    [Theory]
    [InlineData(0x86, false)]
    [InlineData(0x88, true)]
    [InlineData(0x89, true)]
    [InlineData(0x8A, false)]
    [InlineData(0x9F, true)]
    public async Task A_broker_that_does_not_let_us_in_says_whether_it_is_worth_coming_back(byte reason, bool mayRetry)
    {
        var broker = Own(new ScriptedBroker { ConnackRest = [reason, 0] });

        var fault = await FailToConnectAsync(new MqttOptions("127.0.0.1", broker.Port, "terminal"));

        Assert.Equal(mayRetry, fault.MayRetry);
        Assert.Contains($"(0x{reason:X2})", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x00, null)]
    [InlineData(0x10, null)]
    [InlineData(0x80, typeof(MqttFault.Busy))]
    [InlineData(0x87, typeof(MqttFault.Refused))]
    [InlineData(0x97, typeof(MqttFault.Busy))]
    [InlineData(0x99, typeof(MqttFault.Refused))]
    public async Task A_puback_from_0x80_on_is_a_fault_and_no_matching_subscribers_is_none(byte reason, Type? expected)
    {
        var connection = await ConnectToAsync(new ScriptedBroker { PubackReason = reason });

        var fault = await connection.PublishAsync(Message("journal"), Cancellation);

        Assert.Equal(expected, fault?.GetType());
    }

    [Theory]
    [InlineData(0x00, null)]
    [InlineData(0x01, null)]
    [InlineData(0x87, typeof(MqttFault.Refused))]
    [InlineData(0x8F, typeof(MqttFault.Refused))]
    [InlineData(0x97, typeof(MqttFault.Busy))]
    public async Task A_suback_from_0x80_on_is_a_fault(byte reason, Type? expected)
    {
        var connection = await ConnectToAsync(new ScriptedBroker { SubackReason = reason });

        var fault = await connection.SubscribeAsync("journal", Cancellation);

        Assert.Equal(expected, fault?.GetType());
    }

    /// <summary>Whatever it is, dialling again is worth it, with patience; only 0x8E is a thing of its own.</summary>
    [Theory]
    [InlineData(0x8B, "server shutting down")]
    [InlineData(0x87, "not authorized")]
    [InlineData(0x8D, "keep alive timeout")]
    [InlineData(0x97, "quota exceeded")]
    [InlineData(0x98, "administrative action")]
    [InlineData(0x9C, "use another server")]
    [InlineData(0x9D, "server moved")]
    public async Task The_brokers_reason_for_ending_the_connection_is_in_the_fault(byte reason, string name)
    {
        var broker = new ScriptedBroker();
        var connection = await ConnectToAsync(broker);

        await broker.SendAsync([0xE0, 2, reason, 0], Cancellation);

        var fault = Assert.IsType<MqttFault.Lost>(await EndOfAsync(connection));
        Assert.Contains($"{name} (0x{reason:X2})", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_client_in_our_place_is_told_from_a_connection_that_is_lost()
    {
        var broker = new ScriptedBroker();
        var connection = await ConnectToAsync(broker);

        await broker.SendAsync(SessionTakenOver, Cancellation);

        var fault = Assert.IsType<MqttFault.Lost>(await EndOfAsync(connection));
        Assert.True(fault.MayRetry);
        Assert.Contains("session taken over (0x8E)", fault.Detail, StringComparison.Ordinal);
    }

    /// <summary>Maximum QoS and Retain Available (MQTT 5.0, 3.2.2.3.4 and 3.2.2.3.5).</summary>
    [Theory]
    [InlineData(new byte[] { 0, 2, 0x24, 0 }, "QoS 1")]
    [InlineData(new byte[] { 0, 2, 0x25, 0 }, "retained messages")]
    [InlineData(new byte[] { 0, 4, 0x24, 0, 0x25, 0 }, "QoS 1 and retained messages")]
    public async Task A_broker_that_cannot_do_what_we_need_is_refused_by_us(byte[] connack, string missing)
    {
        var broker = Own(new ScriptedBroker { ConnackRest = connack });

        var fault = await FailToConnectAsync(new MqttOptions("127.0.0.1", broker.Port, "terminal"));

        Assert.IsType<MqttFault.Refused>(fault);
        Assert.EndsWith($"the broker offers no {missing}.", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_offers_qos_1_and_retained_messages_is_good_enough()
    {
        var connection = await ConnectToAsync(new ScriptedBroker { ConnackRest = [0, 4, 0x24, 1, 0x25, 1] });

        Assert.Null(await connection.PublishAsync(Message("journal", retained: true), Cancellation));
    }

    /// <summary>A PUBACK that never comes: the broker is there, answers PINGREQ, and loses what it was given.</summary>
    [Fact]
    public async Task A_publication_that_is_never_answered_ends_with_patience_and_the_connection_lives_on()
    {
        var broker = new ScriptedBroker { PubackReason = null };
        var connection = await ConnectToAsync(broker, TimeSpan.FromSeconds(1));

        Assert.IsType<MqttFault.Unanswered>(await connection.PublishAsync(Message("journal"), Cancellation));

        Assert.Null(await connection.SubscribeAsync("journal", Cancellation));
        Assert.False(connection.Closed.IsCompleted);
    }

    [Fact]
    public async Task No_more_publications_are_under_way_than_the_broker_takes()
    {
        // Receive Maximum (MQTT 5.0, 3.2.2.3.3) is three, and no PUBACK comes.
        var broker = new ScriptedBroker { ConnackRest = [0, 3, 0x21, 0, 3], PubackReason = null };
        var connection = await ConnectToAsync(broker, TimeSpan.FromSeconds(1));

        var faults = await Task.WhenAll(
            Numbers(10).Select(text => connection.PublishAsync(Message("journal", text), Cancellation)));

        Assert.All(faults, fault => Assert.IsType<MqttFault.Unanswered>(fault));
        Assert.Equal(3, broker.Publications);
    }

    [Fact]
    public async Task A_publication_that_is_cancelled_before_its_turn_is_not_sent()
    {
        // Receive Maximum is one, and PUBACK comes when the test says so.
        var broker = new ScriptedBroker { ConnackRest = [0, 3, 0x21, 0, 1], PubackReason = null };
        var connection = await ConnectToAsync(broker);
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var first = connection.PublishAsync(Message("journal", "first"), Cancellation);
        var cancelled = connection.PublishAsync(Message("journal", "cancelled"), cancelling.Token);
        var last = connection.PublishAsync(Message("journal", "last"), Cancellation);
        await Eventually.EqualAsync(1, () => broker.Publications, "publications at the broker", Cancellation);

        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await broker.SendAsync([0x40, 3, 0, 1, 0], Cancellation);
        await Eventually.EqualAsync(2, () => broker.Publications, "publications at the broker", Cancellation);
        await broker.SendAsync([0x40, 3, 0, 2, 0], Cancellation);

        Assert.Null(await first);
        Assert.Null(await Eventually.CompletesAsync(last, "the last publication", Cancellation));
        Assert.Equal(2, broker.Publications);
    }

    [Fact]
    public async Task A_message_that_is_too_large_for_the_broker_is_refused_and_the_connection_stays()
    {
        // Maximum Packet Size (MQTT 5.0, 3.2.2.3.6) is 1,000 bytes.
        var broker = new ScriptedBroker { ConnackRest = [0, 5, 0x27, 0, 0, 0x03, 0xE8] };
        var connection = await ConnectToAsync(broker);

        Assert.IsType<MqttFault.Refused>(
            await connection.PublishAsync(new MqttMessage("journal", new byte[1000]), Cancellation));

        Assert.Null(await connection.PublishAsync(new MqttMessage("journal", new byte[900]), Cancellation));
        Assert.Equal(1, broker.Publications);
    }

    [Fact]
    public async Task The_brokers_own_keep_alive_is_kept()
    {
        // Server Keep Alive (MQTT 5.0, 3.2.2.3.14) is five seconds, ours would be an hour.
        var broker = new ScriptedBroker { ConnackRest = [0, 3, 0x13, 0, 5] };
        Own(broker);
        await ConnectAsync(
            new MqttOptions("127.0.0.1", broker.Port, "terminal") { KeepAlive = TimeSpan.FromHours(1) });

        await Eventually.TrueAsync(() => broker.Pings > 0, "a PINGREQ comes", 1.5 * ShortKeepAlive, Cancellation);
    }

    [Theory]
    [InlineData(new byte[] { 0x00, 0x00 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x20, 0x02, 0x00, 0x00 })]
    [InlineData(new byte[] { 0x30, 0x05, 0xFF, 0xFF, 0x61, 0x62, 0x63 })]
    [InlineData(new byte[] { 0x36, 0x04, 0x00, 0x01, 0x61, 0x00 })]
    [InlineData(new byte[] { 0x40, 0x01, 0x00 })]
    public async Task Bytes_that_are_no_packet_end_the_connection_and_nothing_else(byte[] bytes)
    {
        var broker = new ScriptedBroker();
        var connection = await ConnectToAsync(broker);

        await broker.SendAsync(bytes, Cancellation);
        await broker.SendAsync(SessionTakenOver, Cancellation);

        Assert.IsType<MqttFault.Lost>(await EndOfAsync(connection));
        await Eventually.CompletesAsync(connection.Messages.Completion, "Messages", Cancellation);
    }

    private Task<IMqttConnection> ConnectToAsync(ScriptedBroker broker, TimeSpan? patience = null)
    {
        Own(broker);
        return ConnectAsync(new MqttOptions("127.0.0.1", broker.Port, "terminal")
        {
            Patience = patience ?? TimeSpan.FromSeconds(10),
        });
    }
}
