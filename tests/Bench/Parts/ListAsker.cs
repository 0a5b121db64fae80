using System.Collections.Concurrent;
using System.Globalization;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// One of many terminals that ask for a card list at once: it fetches what a relay fetches, in the same order, and
/// throws it away.
/// </summary>
/// <param name="terminal">Who it is.</param>
/// <param name="connection">Its own.</param>
/// <param name="topics">Of its site.</param>
/// <param name="keys">By what the ledger's messages are checked.</param>
internal sealed class ListAsker(CrowdTerminal terminal, IMqttConnection connection, Topics topics, IKeyRing keys)
{
    private static readonly int MostUnderWay = new RelayOptions().MostChunksUnderWay;

    private readonly ConcurrentQueue<Task<MqttFault?>> sent = new();
    private readonly HashSet<Digest> underWay = [];
    private readonly TaskCompletionSource<double> answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<double> listed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Queue<Digest>? waiting;
    private long begun;

    /// <summary>Milliseconds from the ask to the ledger's beat.</summary>
    public Task<double> Answered => answered.Task;

    /// <summary>Milliseconds from the ask to the last chunk of the list.</summary>
    public Task<double> Listed => listed.Task;

    /// <summary>Told of each differential that is well signed.</summary>
    public event Action<ListDelta>? Changed;

    /// <summary>Asks, fetches, and listens until the connection ends.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        begun = Elapsed.Now;
        Do(connection.SubscribeAsync(topics.Of(terminal.Name, TerminalTopic.Beat), cancellation));
        Do(connection.SubscribeAsync(topics.CardDelta, cancellation));
        Do(connection.SubscribeAsync(topics.CardList, cancellation));
        Do(connection.PublishAsync(
            new MqttMessage(
                topics.Of(terminal.Name, TerminalTopic.Ask), new AskMessage(1, begun, Nonce.Create()).Write()),
            cancellation));
        await foreach (var message in connection.Messages.ReadAllAsync(cancellation))
            if (message.Topic == topics.CardList)
                Begin(SignedMessage.Read<ListManifest>(message.Payload, keys, Site.Id, Addressee.Terminals).OrThrow(),
                    cancellation);
            else if (message.Topic == topics.CardDelta)
                Changed?.Invoke(SignedMessage.Read<ListDelta>(
                    CardChunks.Unpack(message.Payload.Span).OrThrow(), keys, Site.Id, Addressee.Terminals).OrThrow());
            else if (message.Topic == topics.Of(terminal.Name, TerminalTopic.Beat))
                answered.TrySetResult(Elapsed.Milliseconds(begun));
            else
                Take(Digest.Of(message.Payload.Span), cancellation);
        foreach (var one in sent)
            LedgerCluster.Check(await one);
    }

    /// <summary>How far it is.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{terminal.Name}: {underWay.Count} under way, {waiting?.Count} left");

    /// <summary>The first list is what is measured.</summary>
    private void Begin(ListManifest manifest, CancellationToken cancellation)
    {
        if (waiting is not null)
            return;
        waiting = new Queue<Digest>(manifest.Chunks.Distinct());
        AskForMore(cancellation);
    }

    private void Take(Digest chunk, CancellationToken cancellation)
    {
        if (!underWay.Remove(chunk))
            throw new InvalidOperationException($"{terminal.Name} got a chunk {chunk}, which it had not asked for.");
        Do(connection.UnsubscribeAsync(topics.CardChunk(chunk), cancellation));
        AskForMore(cancellation);
        if (underWay.Count == 0)
            listed.TrySetResult(Elapsed.Milliseconds(begun));
    }

    private void AskForMore(CancellationToken cancellation)
    {
        while (underWay.Count < MostUnderWay && waiting!.TryDequeue(out var chunk))
        {
            underWay.Add(chunk);
            Do(connection.SubscribeAsync(topics.CardChunk(chunk), cancellation));
        }
    }

    /// <summary>Whoever reads must not wait for the broker.</summary>
    private void Do(Task<MqttFault?> one) => sent.Enqueue(one);
}
