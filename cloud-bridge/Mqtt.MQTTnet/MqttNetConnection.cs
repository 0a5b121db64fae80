using System.Buffers;
using System.Text;
using System.Threading.Channels;
using MQTTnet;

namespace CloudBridge.Mqtt.MqttNet;

/// <summary>
/// One connection of the library. What the library leaves to its user is done here and beside it: to notice a dead line
/// at any time (<see cref="LifeSigns"/>), to make the broker wait for a slow reader (<see cref="BrokerStream"/>), to
/// send no more than the broker takes (<see cref="Outbox"/>), and to trust none of the library's calls to end.
/// </summary>
internal sealed class MqttNetConnection : IMqttConnection
{
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(1);

    private readonly MqttOptions options;
    private readonly MQTTnet.IMqttClient client = new MqttClientFactory().CreateMqttClient();
    private readonly Inbox inbox;
    private readonly Outbox outbox;
    private readonly BrokerDialler dialler;
    private readonly CancellationTokenSource ending = new();
    private readonly TaskCompletionSource<MqttFault?> closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<Task> leaving;
    private Task loops = Task.CompletedTask;
    private uint largestPacket = uint.MaxValue;
    private int ended;
    private volatile bool isLeaving;

    /// <param name="options">Already checked.</param>
    public MqttNetConnection(MqttOptions options)
    {
        this.options = options;
        var roomAgain = Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        inbox = new Inbox(options.InboxCapacity, () => roomAgain.Writer.TryWrite(true));
        outbox = new Outbox(client);
        dialler = new BrokerDialler(options, inbox, roomAgain.Reader);
        leaving = new Lazy<Task>(LeaveAsync);
        client.ApplicationMessageReceivedAsync += OnReceivedAsync;
        client.DisconnectedAsync += OnDisconnectedAsync;
    }

    public bool SessionPresent { get; private set; }

    public ChannelReader<MqttMessage> Messages => inbox;

    public Task<MqttFault?> Closed => closed.Task;

    private string Address => $"{options.Host}:{options.Port}";

    /// <summary>To be called once, before anything else.</summary>
    /// <returns>Null when connected; else why not, and nothing is left open.</returns>
    public async Task<MqttFault?> DialAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(options.Patience);
        MqttFault? fault;
        try
        {
            var result = await client.ConnectAsync(LibraryOptions.Of(options, dialler), patience.Token);
            var what = $"Connecting to {Address} as {options.ClientId}";
            var offer = OfferOf(result);
            if ((MqttReason.FaultOfConnack((int)result.ResultCode, what) ?? offer.Check(what)) is not { } refused)
            {
                Open(result, offer);
                return null;
            }
            fault = refused;
        }
        catch (Exception error)
        {
            var why = patience.IsCancellationRequested
                ? $"no answer within {options.Patience.TotalSeconds:0.###} s"
                : error.GetBaseException().Message.TrimEnd('.');
            fault = TlsLine.FaultOf(error, options) ?? new MqttFault.Unreachable($"{Address}: {why}.");
        }
        End(fault);
        await DisposeAsync();
        cancellation.ThrowIfCancellationRequested();
        return fault;
    }

    public Task<MqttFault?> SubscribeAsync(string topicFilter, CancellationToken cancellation) =>
        AskAsync(MqttTopic.CheckFilter(topicFilter), Request.Subscribe(topicFilter), cancellation);

    public Task<MqttFault?> UnsubscribeAsync(string topicFilter, CancellationToken cancellation) =>
        AskAsync(MqttTopic.CheckFilter(topicFilter), Request.Unsubscribe(topicFilter), cancellation);

    public Task<MqttFault?> PublishAsync(MqttMessage message, CancellationToken cancellation) =>
        AskAsync(
            MqttTopic.CheckName(message.Topic) ?? CheckSize(message), Request.Publish(message), cancellation);

    public async ValueTask DisposeAsync() => await leaving.Value;

    private Task<MqttFault?> AskAsync(MqttFault? fault, Request request, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<MqttFault?>(cancellation);
        if (fault is not null)
            return Task.FromResult<MqttFault?>(fault);
        outbox.Put(request);
        return request.Answer.WaitAsync(options.Patience, cancellation);
    }

    /// <summary>The library would send it, and the broker would hang up (MQTT 5.0, 3.2.2.3.6).</summary>
    private MqttFault.Refused? CheckSize(MqttMessage message)
    {
        // At most five bytes of header, two of length before the topic, two of message id, one of properties.
        var bytes = 10L + Encoding.UTF8.GetByteCount(message.Topic) + message.Payload.Length;
        return bytes > largestPacket
            ? new MqttFault.Refused($"Publishing to {message.Topic}: {bytes} bytes, the broker takes {largestPacket}.")
            : null;
    }

    private static BrokerOffer OfferOf(MqttClientConnectResult result) => new(
        result.IsSessionPresent,
        result.ServerKeepAlive > 0 ? TimeSpan.FromSeconds(result.ServerKeepAlive) : null,
        result.ReceiveMaximum is > 0 and var maximum ? maximum : null,
        (int)result.MaximumQoS,
        result.RetainAvailable);

    private void Open(MqttClientConnectResult result, BrokerOffer offer)
    {
        largestPacket = result.MaximumPacketSize is > 0 and var size ? size : uint.MaxValue;
        SessionPresent = offer.SessionPresent;
        loops = Task.WhenAll(
            outbox.RunAsync(offer.ReceiveMaximum ?? ushort.MaxValue), WatchAsync(offer.KeepAlive ?? options.KeepAlive));
    }

    private async Task WatchAsync(TimeSpan keepAlive)
    {
        try
        {
            await new LifeSigns(client, dialler.Stream).WatchAsync(keepAlive, ending.Token);
            End(new MqttFault.Lost($"{Address} was silent for {1.5 * keepAlive.TotalSeconds:0.#} s."));
        }
        catch (OperationCanceledException)
        {
            // Ended already.
        }
    }

    private Task OnReceivedAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        var message = args.ApplicationMessage;
        inbox.Put(new MqttMessage(message.Topic, message.Payload.ToArray(), message.Retain));
        return Task.CompletedTask;
    }

    private Task OnDisconnectedAsync(MqttClientDisconnectedEventArgs args)
    {
        // Also raised by our own goodbye, which ends when the broker has read it.
        if (isLeaving)
            return Task.CompletedTask;
        var why = args.Exception?.GetBaseException().Message.TrimEnd('.') ?? "the broker closed it";
        End((int)args.Reason >= 0x80
            ? MqttReason.FaultOfDisconnect((int)args.Reason, Address)
            : new MqttFault.Lost($"The connection to {Address} is gone: {why}."));
        return Task.CompletedTask;
    }

    /// <summary>The first end counts. After it nobody waits for anything, and the socket is closed.</summary>
    private void End(MqttFault fault)
    {
        if (Interlocked.Exchange(ref ended, 1) != 0)
            return;
        ending.Cancel();
        outbox.Close(isLeaving ? new MqttFault.Lost($"The connection to {Address} was ended on our side.") : fault);
        inbox.Complete();
        try
        {
            client.Dispose();
        }
        catch (Exception)
        {
            // The library was cleaning up at the same moment.
        }
        closed.TrySetResult(isLeaving ? null : fault);
    }

    private async Task LeaveAsync()
    {
        if (Volatile.Read(ref ended) == 0)
        {
            isLeaving = true;
            await SayGoodbyeAsync();
            End(new MqttFault.Lost("We said goodbye."));
        }
        await loops;
        await closed.Task;
        outbox.Dispose();
        ending.Dispose();
    }

    private async Task SayGoodbyeAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
        limit.CancelAfter(GoodbyeTime);
        try
        {
            dialler.Stream?.Stay();
            await client.DisconnectAsync(new MqttClientDisconnectOptions(), limit.Token).WaitAsync(limit.Token);
            await (dialler.Stream?.WaitForEndAsync(limit.Token) ?? Task.CompletedTask);
        }
        catch (Exception)
        {
            // Nobody hears it; the broker finds out by itself.
        }
        dialler.Stream?.Leave();
    }
}
