using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using Tests.Support;

namespace Tests.AdapterContracts.Mqtt;

[Collection(nameof(Alone))]
public class MqttLeakTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("mosquitto")]
    [InlineData("mqttnet")]
    public async Task Two_hundred_connections_leave_no_descriptor_and_no_thread(string name)
    {
        var client = Find(name);
        await using var broker = await MosquittoBroker.StartAsync(new MosquittoSettings(), Cancellation);
        var options = broker.OptionsFor("terminal");
        await ConnectAndLeaveAsync(client, options, times: 10);
        var (files, threads) = (OpenSockets(), Threads());

        await ConnectAndLeaveAsync(client, options, times: 200);

        await AssertBackToAsync(files, threads);
    }

    [Theory]
    [InlineData("mosquitto")]
    [InlineData("mqttnet")]
    public async Task Failed_and_cancelled_dials_and_broken_connections_leave_no_descriptor_and_no_thread(string name)
    {
        var client = Find(name);
        await using var broker = await MosquittoBroker.StartAsync(new MosquittoSettings(), Cancellation);
        await using var proxy = TcpProxy.To(broker.Port);
        var options = broker.OptionsFor("terminal") with { Port = proxy.Port };
        await FailInEveryWayAsync(client, options, proxy);
        var (files, threads) = (OpenSockets(), Threads());

        for (var i = 0; i < 30; i++)
            await FailInEveryWayAsync(client, options, proxy);

        await AssertBackToAsync(files, threads);
    }

    private static IMqttClient Find(string name)
    {
        if (!MqttClients.TryFind(name, out var client, out var error))
            Assert.Skip($"{error} eng/adapters says why.");
        return client;
    }

    private static async Task ConnectAndLeaveAsync(IMqttClient client, MqttOptions options, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var connection = await ConnectAsync(client, options);
            Assert.Null(await connection.SubscribeAsync("journal", Cancellation));
            Assert.Null(await connection.PublishAsync(new MqttMessage("journal", new byte[100]), Cancellation));
            await connection.DisposeAsync();
        }
    }

    private static async Task FailInEveryWayAsync(IMqttClient client, MqttOptions options, TcpProxy proxy)
    {
        var nobody = await client.ConnectAsync(options with { Port = FreePort.Find() }, Cancellation);
        Assert.IsType<MqttConnectResult.Failed>(nobody);

        var broken = await ConnectAsync(client, options);
        proxy.Cut();
        Assert.IsType<MqttFault.Lost>(await Eventually.CompletesAsync(broken.Closed, "Closed", Cancellation));
        await broken.DisposeAsync();

        proxy.Stall();
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        cancelling.CancelAfter(TimeSpan.FromMilliseconds(20));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ConnectAsync(options, cancelling.Token));
        proxy.Cut();
        proxy.Resume();
    }

    private static async Task<IMqttConnection> ConnectAsync(IMqttClient client, MqttOptions options) =>
        Assert.IsType<MqttConnectResult.Connected>(await client.ConnectAsync(options, Cancellation)).Connection;

    private static async Task AssertBackToAsync(int files, int threads)
    {
        await Eventually.TrueAsync(
            () => OpenSockets() <= files, $"no more sockets and events than {files}", Cancellation);
        // The runtime's own pool breathes a little; a leak would be hundreds.
        await Eventually.TrueAsync(() => Threads() <= threads + 10, $"no more threads than {threads}", Cancellation);
    }

    private static int Threads() => Directory.GetFileSystemEntries("/proc/self/task").Length;

    /// <summary>Sockets, pipes, events; not the files of assemblies, which the runtime opens as it goes.</summary>
    private static int OpenSockets() =>
        Directory.GetFileSystemEntries("/proc/self/fd")
            .Select(path => new FileInfo(path).LinkTarget)
            .Count(target => target is not null && !target.StartsWith('/'));
}
