using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using CloudBridge.Storage;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// The daemon's process at a real broker, with this program in the ledger's place: it signs lists, and answers asks. A
/// ledger that makes a list of a million cards on the same two cores would be what is measured.
/// </summary>
internal sealed class FedTerminal : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Site site = new();
    private readonly Topics topics = new(Site.Id);
    private readonly HashSet<Digest> published = [];
    private MosquittoBroker broker = null!;
    private IMqttConnection connection = null!;
    private ChildProcess emulator = null!;
    private ChildProcess terminal = null!;
    private Task serving = Task.CompletedTask;
    private Task answering = Task.CompletedTask;
    private ListVersion? current;
    private FolderStorage journal = null!;
    private int linesBefore;
    private ListVersion? saidAtStart;

    private FedTerminal()
    {
    }

    /// <summary>The daemon.</summary>
    public int Process => terminal.Id;

    /// <param name="cache">Which card cache it has.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<FedTerminal> OpenAsync(string cache, CancellationToken cancellation)
    {
        var fed = new FedTerminal();
        await fed.StartAsync(cache, cancellation);
        return fed;
    }

    /// <summary>Publishes a list, and returns when the terminal uses it.</summary>
    public async Task FeedAsync(long version, IReadOnlyCollection<CardEntry> cards, CancellationToken cancellation)
    {
        var chunks = CardChunks.Write(cards).Select(chunk => CardChunks.Pack(chunk)!).ToList();
        var hashes = chunks.Select(chunk => Digest.Of(chunk)).ToList();
        foreach (var (hash, chunk) in hashes.Zip(chunks))
            if (published.Add(hash))
                await PublishAsync(topics.CardChunk(hash), chunk, cancellation);
        var manifest = new ListManifest(
            Site.Id,
            Addressee.Terminals,
            1,
            version,
            Watermarks: [],
            cards.Count,
            [.. hashes],
            Keys: 0,
            Since: version,
            CardChunks.Packing);
        current = manifest.List();
        await PublishAsync(topics.CardList, SignedMessage.Sign(manifest, site.Ledger).Compact, cancellation);
        await ListedAsync(cancellation);
    }

    /// <summary>Publishes what changes, and returns when the terminal uses it.</summary>
    public async Task ChangeAsync(long version, long cards, CardEntry changed, CancellationToken cancellation)
    {
        var delta = new ListDelta(
            Site.Id, Addressee.Terminals, 1, version - 1, version, cards, Watermarks: [], [changed], Removed: []);
        current = delta.List();
        var signed = SignedMessage.Sign(delta, site.Ledger).Compact;
        if (await connection.PublishAsync(new MqttMessage(topics.CardDelta, signed), cancellation) is { } fault)
            throw new InvalidOperationException(fault.Detail);
        await ListedAsync(cancellation);
    }

    /// <summary>Stops the daemon and starts it again.</summary>
    public async Task RestartAsync(CancellationToken cancellation)
    {
        terminal.Signal("TERM");
        await terminal.End(cancellation);
        await terminal.DisposeAsync();
        linesBefore = RunningSite.Read(journal).Count;
        Volatile.Write(ref saidAtStart, null);
        await StartTerminalAsync();
    }

    /// <summary>
    /// Returns when the daemon uses the list that was published last. Its journal says so at once, and its status ten
    /// seconds later; but of a start only its status.
    /// </summary>
    public async Task ListedAsync(CancellationToken cancellation)
    {
        await Eventually.TrueAsync(
            () => InUse() == current, "the list is in use", TimeSpan.FromMinutes(5), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await terminal.DisposeAsync();
        await emulator.DisposeAsync();
        await connection.DisposeAsync();
        await serving;
        await answering;
        await broker.DisposeAsync();
        site.Dispose();
        folder.Dispose();
    }

    private async Task StartAsync(string cache, CancellationToken cancellation)
    {
        broker = await MosquittoBroker.StartAsync(
            new MosquittoSettings { MaximumQueuedMessages = 0 }, cancellation);
        await site.EnrolAsync(
            folder.In("terminal"), folder.In("enrolment.jws"), Kiosks.Generous, cancellation);
        await File.WriteAllTextAsync(folder.In("terminal.json"), Configuration(cache), cancellation);
        var result = await MqttClients.Default.ConnectAsync(
            new MqttOptions("127.0.0.1", broker.Port, "ledger"), cancellation);
        connection = result is MqttConnectResult.Connected connected
            ? connected.Connection
            : throw new InvalidOperationException(result.ToString());
        await connection.SubscribeAsync(topics.Of(Site.Bar, TerminalTopic.Ask), cancellation);
        await connection.SubscribeAsync(topics.Of(Site.Bar, TerminalTopic.Status), cancellation);
        serving = ServeAsync();
        emulator = await ChildProcess.StartAsync(
            "dotnet", new Dictionary<string, string>(), [Checkout.Emulator, "--pty", folder.In("pn532")]);
        await emulator.Output.First<string>(0, line => line.Contains("ready", StringComparison.Ordinal), cancellation);
        journal = new FolderStorage(folder.In("terminal/journal"));
        await StartTerminalAsync();
    }

    private ListVersion? InUse() => RunningSite.Read(journal).Skip(linesBefore)
        .Select(record => record.Fact).OfType<Fact.ListApplied>().LastOrDefault()?.List ??
        Volatile.Read(ref saidAtStart);

    private async Task StartTerminalAsync() => terminal = await ChildProcess.StartAsync(
        "dotnet",
        new Dictionary<string, string>(),
        [Checkout.EdgeTerminal, "run", "--config", folder.In("terminal.json")]);

    private string Configuration(string cache) => JsonSerializer.Serialize(new
    {
        profile = "kiosk",
        state = folder.In("terminal"),
        enrolment = folder.In("enrolment.jws"),
        mqtt = new { host = "127.0.0.1", port = broker.Port },
        cards = new { cache },
        reader = new { device = folder.In("pn532") },
        kiosk = new { articles = new[] { new { id = "beer", price = 350, key = "1" } } },
    });

    private async Task ServeAsync()
    {
        await foreach (var message in connection.Messages.ReadAllAsync(CancellationToken.None))
            if (message.Topic == topics.Of(Site.Bar, TerminalTopic.Ask))
                Answer(AskMessage.Read(message.Payload.Span).OrThrow());
            else if (Jws.OpenUnverified(JwsType.Status, message.Payload).Succeeded(out var signed, out _))
                Volatile.Write(
                    ref saidAtStart, StrictJson.Read(signed.Payload.Span, StatusMessage.Json).OrThrow().List);
    }

    /// <summary>
    /// Whoever reads must not wait for the broker: the answer is sent, and awaited by nobody but the end.
    /// </summary>
    private void Answer(AskMessage ask)
    {
        var beat = new BeatMessage(
            Site.Id,
            Addressee.Of(Site.Bar),
            1,
            current?.Version ?? 0,
            0,
            TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
            ask);
        answering = connection.PublishAsync(
            new MqttMessage(topics.Of(Site.Bar, TerminalTopic.Beat), SignedMessage.Sign(beat, site.Ledger).Compact),
            CancellationToken.None);
    }

    private async Task PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        if (await connection.PublishAsync(new MqttMessage(topic, payload, Retained: true), cancellation) is { } fault)
            throw new InvalidOperationException(fault.Detail);
    }
}
