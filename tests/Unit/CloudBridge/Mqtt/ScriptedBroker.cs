using System.Threading.Channels;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Mqtt;

/// <summary>Something that was asked of the scripted broker; it is answered when the test says so.</summary>
/// <param name="Message">A publication, or null.</param>
/// <param name="Filter">A subscription's filter, or null.</param>
internal sealed record BrokerRequest(MqttMessage? Message, string? Filter)
{
    private readonly TaskCompletionSource<MqttFault?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Topic => Message?.Topic ?? Filter!;

    public Task<MqttFault?> AnswerAsync(CancellationToken cancellation) => answer.Task.WaitAsync(cancellation);

    /// <param name="fault">Null: granted, or taken.</param>
    public void Answer(MqttFault? fault = null) => answer.TrySetResult(fault);
}

/// <summary>A client whose every connection is this one broker, which answers nothing of itself.</summary>
internal sealed class ScriptedBroker : IMqttClient
{
    public string Name => "scripted";

    /// <summary>The connections so far.</summary>
    public EventLog<ScriptedConnection> Connections { get; } = new();

    /// <summary>Why nobody is let in; null: everybody is.</summary>
    public MqttFault? Refusal { get; set; }

    /// <summary>Attempts to connect so far.</summary>
    public int Dials { get; private set; }

    public Task<MqttConnectResult> ConnectAsync(MqttOptions options, CancellationToken cancellation)
    {
        Dials++;
        if (Refusal is { } refusal)
            return Task.FromResult<MqttConnectResult>(new MqttConnectResult.Failed(refusal));
        var connection = new ScriptedConnection();
        Connections.Add(connection);
        return Task.FromResult<MqttConnectResult>(new MqttConnectResult.Connected(connection));
    }
}

internal sealed class ScriptedConnection : IMqttConnection
{
    private readonly Channel<MqttMessage> messages = Channel.CreateUnbounded<MqttMessage>();
    private readonly TaskCompletionSource<MqttFault?> closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool answersAll;

    public bool SessionPresent => false;

    public ChannelReader<MqttMessage> Messages => messages.Reader;

    public Task<MqttFault?> Closed => closed.Task;

    public EventLog<BrokerRequest> Requests { get; } = new();

    public IEnumerable<BrokerRequest> Publications => Requests.Seen.Where(request => request.Message is not null);

    /// <summary>From here on all that is asked is granted at once.</summary>
    public void AnswerAll()
    {
        Volatile.Write(ref answersAll, true);
        foreach (var request in Requests.Seen)
            request.Answer();
    }

    /// <summary>The broker ends it.</summary>
    public void Break(MqttFault fault)
    {
        closed.TrySetResult(fault);
        messages.Writer.TryComplete();
    }

    public void Deliver(MqttMessage message) => messages.Writer.TryWrite(message);

    public Task<MqttFault?> SubscribeAsync(string topicFilter, CancellationToken cancellation) =>
        Ask(new BrokerRequest(null, topicFilter), cancellation);

    public Task<MqttFault?> UnsubscribeAsync(string topicFilter, CancellationToken cancellation) =>
        Ask(new BrokerRequest(null, topicFilter), cancellation);

    public Task<MqttFault?> PublishAsync(MqttMessage message, CancellationToken cancellation) =>
        Ask(new BrokerRequest(message, null), cancellation);

    public ValueTask DisposeAsync()
    {
        messages.Writer.TryComplete();
        closed.TrySetResult(null);
        return ValueTask.CompletedTask;
    }

    private Task<MqttFault?> Ask(BrokerRequest request, CancellationToken cancellation)
    {
        Requests.Add(request);
        if (Volatile.Read(ref answersAll))
            request.Answer();
        return request.AnswerAsync(cancellation);
    }
}
