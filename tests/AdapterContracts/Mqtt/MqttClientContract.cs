using System.Text;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using Tests.Support;

namespace Tests.AdapterContracts.Mqtt;

/// <summary>
/// What every MQTT client in the build must do, against a real mosquitto. The other parts of this class hold the tests;
/// this one holds what they share.
/// </summary>
public abstract partial class MqttClientContract : IAsyncLifetime
{
    // A test's arguments travel as UTF-8, which has no form for half of a surrogate pair.
    private const string HalfOfAPair = "half of a pair";

    private readonly Stack<IAsyncDisposable> owned = new();

    protected MqttClientContract(string name)
    {
        if (!MqttClients.TryFind(name, out var client, out var error))
            Assert.Skip($"{error} eng/adapters says why.");
        Client = client;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IMqttClient Client { get; }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        while (owned.TryPop(out var one))
            await one.DisposeAsync();
        site.Dispose();
        stranger.Dispose();
        GC.SuppressFinalize(this);
    }

    private static MqttMessage Message(string topic, string text = "", bool retained = false) =>
        new(topic, Encoding.UTF8.GetBytes(text), retained);

    private static string Text(MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);

    private static string Unescape(string argument) => argument == HalfOfAPair ? "a\uD800b" : argument;

    private static IEnumerable<string> Numbers(int count) => Enumerable.Range(0, count).Select(number => $"{number}");

    /// <summary>A server that takes bytes and never answers.</summary>
    private async Task<TcpProxy> StalledBrokerAsync()
    {
        var proxy = Own(TcpProxy.To((await BrokerAsync()).Port));
        proxy.Stall();
        return proxy;
    }

    private async Task<MosquittoBroker> BrokerAsync(MosquittoSettings? settings = null) =>
        Own(await MosquittoBroker.StartAsync(settings ?? new MosquittoSettings(), Cancellation));

    private async Task<(MosquittoBroker Broker, TcpProxy Proxy)> BrokerBehindProxyAsync()
    {
        var broker = await BrokerAsync();
        return (broker, Own(TcpProxy.To(broker.Port)));
    }

    private T Own<T>(T one) where T : IAsyncDisposable
    {
        owned.Push(one);
        return one;
    }

    private async Task<IMqttConnection> ConnectAsync(MqttOptions options)
    {
        var result = await Client.ConnectAsync(options, Cancellation);
        return Own(Assert.IsType<MqttConnectResult.Connected>(result).Connection);
    }

    private async Task<MqttFault> FailToConnectAsync(MqttOptions options)
    {
        var result = await Client.ConnectAsync(options, Cancellation);
        return Assert.IsType<MqttConnectResult.Failed>(result).Fault;
    }

    private async Task<IMqttConnection> SubscriberAsync(MqttOptions options, string filter)
    {
        var connection = await ConnectAsync(options);
        Assert.Null(await connection.SubscribeAsync(filter, Cancellation));
        return connection;
    }

    private static async Task<List<MqttMessage>> ReadAsync(IMqttConnection connection, int count)
    {
        var messages = new List<MqttMessage>();
        while (messages.Count < count)
            messages.Add(await Eventually.CompletesAsync(
                connection.Messages.ReadAsync(Cancellation).AsTask(),
                $"message {messages.Count + 1} of {count}",
                Cancellation));
        return messages;
    }

    private static async Task<MqttFault?> EndOfAsync(IMqttConnection connection) =>
        await Eventually.CompletesAsync(connection.Closed, "Closed", Cancellation);
}
