using System.Net.Sockets;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.AdapterContracts.Mqtt;

public abstract partial class MqttClientContract
{
    [Fact]
    public async Task A_first_connection_has_no_session_at_the_broker()
    {
        var connection = await ConnectAsync((await BrokerAsync()).OptionsFor("terminal"));

        Assert.False(connection.SessionPresent);
        Assert.False(connection.Closed.IsCompleted);
    }

    [Fact]
    public async Task Nobody_listening_is_unreachable_long_before_patience_ends()
    {
        var options = new MqttOptions("127.0.0.1", FreePort.Find(), "terminal") { Patience = TimeSpan.FromMinutes(5) };

        var fault = await Eventually.CompletesAsync(FailToConnectAsync(options), "the dial", Cancellation);

        Assert.IsType<MqttFault.Unreachable>(fault);
        Assert.True(fault.MayRetry);
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_unreachable()
    {
        var options = new MqttOptions("broker.invalid", 1883, "terminal") { Patience = TimeSpan.FromSeconds(2) };

        Assert.IsType<MqttFault.Unreachable>(await FailToConnectAsync(options));
    }

    [Fact]
    public async Task A_name_is_dialled_at_each_of_its_addresses()
    {
        // "localhost" is ::1 as well on most machines, where nobody listens.
        var options = (await BrokerAsync()).OptionsFor("terminal") with { Host = "localhost" };

        await ConnectAsync(options);
    }

    [Fact]
    public async Task Dialling_a_host_that_never_answers_ends_with_patience()
    {
        using var host = SilentHost.Start();
        var start = TimeProvider.System.GetTimestamp();

        var fault = await FailToConnectAsync(
            new MqttOptions("127.0.0.1", host.Port, "terminal") { Patience = TimeSpan.FromSeconds(1) });

        Assert.IsType<MqttFault.Unreachable>(fault);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.FromSeconds(0.9), Eventually.Deadline);
    }

    [Fact]
    public async Task Dialling_a_broker_that_accepts_and_stays_silent_ends_with_patience()
    {
        var proxy = await StalledBrokerAsync();

        var fault = await FailToConnectAsync(
            new MqttOptions("127.0.0.1", proxy.Port, "terminal") { Patience = TimeSpan.FromSeconds(1) });

        Assert.IsType<MqttFault.Unreachable>(fault);
    }

    [Fact]
    public async Task A_dial_to_a_host_that_never_answers_can_be_cancelled()
    {
        using var host = SilentHost.Start();

        await CancelWhileDiallingAsync(new MqttOptions("127.0.0.1", host.Port, "terminal"));
    }

    [Fact]
    public async Task A_dial_to_a_broker_that_stays_silent_can_be_cancelled()
    {
        var proxy = await StalledBrokerAsync();

        await CancelWhileDiallingAsync(new MqttOptions("127.0.0.1", proxy.Port, "terminal"));

        proxy.Resume();
        await Eventually.EqualAsync(0, () => proxy.Open, "connections left at the broker", Cancellation);
    }

    [Fact]
    public async Task A_dial_that_was_cancelled_before_it_began_opens_nothing()
    {
        var proxy = await StalledBrokerAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Client.ConnectAsync(
                new MqttOptions("127.0.0.1", proxy.Port, "terminal"), new CancellationToken(canceled: true)));

        Assert.Equal(0, proxy.Accepted);
    }

    [Fact]
    public async Task Wrong_credentials_are_refused_for_good_and_right_ones_are_not()
    {
        var broker = await BrokerAsync(
            new MosquittoSettings { Passwords = new Dictionary<string, string> { ["gate"] = "s3cret" } });
        var options = broker.OptionsFor("terminal");

        var fault = await FailToConnectAsync(options with { UserName = "gate", Password = "gue55ed" });

        Assert.IsType<MqttFault.Refused>(fault);
        Assert.False(fault.MayRetry);
        Assert.Contains("not authorized", fault.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("gue55ed", fault.Detail, StringComparison.Ordinal);
        Assert.IsType<MqttFault.Refused>(await FailToConnectAsync(options));
        await ConnectAsync(options with { UserName = "gate", Password = "s3cret" });
    }

    [Fact]
    public async Task Options_that_cannot_be_used_are_refused_with_all_that_is_wrong()
    {
        var fault = await FailToConnectAsync(
            new MqttOptions("127.0.0.1", 0, "") { KeepAlive = TimeSpan.FromSeconds(4), InboxCapacity = 0 });

        Assert.IsType<MqttFault.Refused>(fault);
        Assert.Equal(
            "MQTT options: Port is 0; expected 1 to 65535; ClientId is empty; KeepAlive is 00:00:04; expected whole " +
            "seconds, 5 s to 65535 s; InboxCapacity is 0; expected 1 to 65535.",
            fault.Detail);
    }

    private async Task CancelWhileDiallingAsync(MqttOptions options)
    {
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var dialling = Client.ConnectAsync(options with { Patience = TimeSpan.FromMinutes(5) }, cancelling.Token);
        await Assert.ThrowsAsync<TimeoutException>(
            () => dialling.WaitAsync(TimeSpan.FromMilliseconds(300), TimeProvider.System, Cancellation));

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Eventually.CompletesAsync(dialling, "the cancelled dial", Cancellation));
    }
}
