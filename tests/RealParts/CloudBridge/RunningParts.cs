using System.Threading.Channels;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>A relay that runs until it is disposed of.</summary>
internal sealed class RunningRelay : IAsyncDisposable
{
    private readonly Relay relay;
    private readonly CountingClient client;
    private readonly Task running;

    public RunningRelay(Relay relay, CountingClient client)
    {
        (this.relay, this.client) = (relay, client);
        running = relay.RunAsync(CancellationToken.None);
    }

    public void JournalGrew() => relay.JournalGrew();

    public void ListApplied() => relay.ListApplied();

    public void Say(TerminalActivity activity) => relay.StatusChanged(new StatusMessage(
        Site.Id, Addressee.Ledger, Site.Bar, 1, new Nonce(1), activity, "0.1.0", null, null, 1, 0, []));

    /// <summary>The broker has said of so many journal messages that it has them.</summary>
    public Task HasSentAllAsync(int messages) => Eventually.TrueAsync(
        () => client.Acknowledged >= messages,
        $"{messages} journal messages are acknowledged by the broker",
        TimeSpan.FromSeconds(90),
        TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        relay.Stop();
        await running;
        relay.Dispose();
    }
}

/// <summary>A ledger's service that runs until it is disposed of.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    public RunningService(LedgerService service) => running = service.RunAsync(stopping.Token);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }
}

/// <summary>A client that counts the journal messages that the broker has acknowledged.</summary>
internal sealed class CountingClient(IMqttClient inner) : IMqttClient
{
    private int acknowledged;

    public string Name => inner.Name;

    public int Acknowledged => Volatile.Read(ref acknowledged);

    public async Task<MqttConnectResult> ConnectAsync(MqttOptions options, CancellationToken cancellation) =>
        await inner.ConnectAsync(options, cancellation) switch
        {
            MqttConnectResult.Connected connected =>
                new MqttConnectResult.Connected(new CountingConnection(this, connected.Connection)),
            var failed => failed,
        };

    private sealed class CountingConnection(CountingClient owner, IMqttConnection inner) : IMqttConnection
    {
        public bool SessionPresent => inner.SessionPresent;

        public ChannelReader<MqttMessage> Messages => inner.Messages;

        public Task<MqttFault?> Closed => inner.Closed;

        public Task<MqttFault?> SubscribeAsync(string topicFilter, CancellationToken cancellation) =>
            inner.SubscribeAsync(topicFilter, cancellation);

        public Task<MqttFault?> UnsubscribeAsync(string topicFilter, CancellationToken cancellation) =>
            inner.UnsubscribeAsync(topicFilter, cancellation);

        public async Task<MqttFault?> PublishAsync(MqttMessage message, CancellationToken cancellation)
        {
            var fault = await inner.PublishAsync(message, cancellation);
            if (fault is null && message.Topic.EndsWith("/journal", StringComparison.Ordinal))
                Interlocked.Increment(ref owner.acknowledged);
            return fault;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
