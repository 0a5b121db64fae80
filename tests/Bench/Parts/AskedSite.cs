using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using CloudBridge.Storage;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// A site of many cards: the ledger, the broker and one daemon are the real programs, and as many more terminals as are
/// wanted are connections of this one.
/// </summary>
internal sealed class AskedSite : IAsyncDisposable
{
    private const int CardsInEntry = 10_000;

    private static readonly Dictionary<string, string> NoEnvironment = [];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder folder = new();
    private readonly Topics topics = new(Site.Id);
    private readonly List<ChildProcess> programs = [];
    private readonly List<IMqttConnection> connections = [];
    private readonly List<Task> running = [];
    private readonly MosquittoBroker broker;
    private ChildProcess ledger = null!;
    private ChildProcess terminal = null!;
    private KeyRing keys = null!;

    private AskedSite(MosquittoBroker broker) => this.broker = broker;

    /// <summary>The ledger's process.</summary>
    public int Ledger => ledger.Id;

    /// <summary>The broker's process.</summary>
    public int Broker => broker.ProcessId;

    /// <summary>The daemon's process, once it runs.</summary>
    public int Terminal => terminal.Id;

    /// <summary>The other terminals.</summary>
    public ImmutableArray<CrowdTerminal> Others { get; private set; } = [];

    /// <summary>Makes one, and returns when its first list is with the broker.</summary>
    public static async Task<AskedSite> StartAsync(int cards, int others, CancellationToken cancellation)
    {
        // As the broker is configured that `ledger broker configure` writes.
        var site = new AskedSite(await MosquittoBroker.StartAsync(
            new MosquittoSettings { MaximumQueuedMessages = 10_000 }, cancellation));
        site.Others = [.. Enumerable.Range(1_001, others).Select(number => new CrowdTerminal(number))];
        await site.FillAsync(cards, cancellation);
        site.ledger = await site.BeginAsync(
            Checkout.Ledger, "run", "--state", site.folder.In("ledger"), "--mqtt",
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{site.broker.Port}"));
        var first = await site.ConnectAsync("waits-for-the-list", cancellation);
        LedgerCluster.Check(await first.SubscribeAsync(site.topics.CardList, cancellation));
        await Eventually.CompletesAsync(
            first.Messages.ReadAsync(cancellation).AsTask(), "there is a list", Patience, cancellation);
        return site;
    }

    /// <summary>Starts the daemon, and asks for all others at the same moment.</summary>
    /// <returns>
    /// The others; and how many milliseconds later the daemon's journal said that the list is in use.
    /// </returns>
    public async Task<(IReadOnlyList<ListAsker> Others, double DaemonListed)> AskAsync(CancellationToken cancellation)
    {
        var askers = new List<ListAsker>();
        foreach (var other in Others)
            askers.Add(new ListAsker(
                other, await ConnectAsync(other.Name.ToString(), cancellation), topics, keys));
        var emulator = await BeginAsync(Checkout.Emulator, "--pty", folder.In("pn532"));
        await emulator.Output.First<string>(
            0, line => line.Contains("ready", StringComparison.Ordinal), cancellation);
        var start = Elapsed.Now;
        terminal = await BeginAsync(Checkout.EdgeTerminal, "run", "--config", folder.In("terminal.json"));
        running.AddRange(askers.Select(asker => asker.RunAsync(cancellation)));
        var journal = new FolderStorage(folder.In("terminal/journal"));
        await Eventually.TrueAsync(
            () => RunningSite.Read(journal).Exists(record => record.Fact is Fact.ListApplied),
            "the daemon uses the list",
            Patience,
            cancellation);
        var listed = Elapsed.Milliseconds(start);
        var all = Task.WhenAll(askers.Select(asker => asker.Listed));
        try
        {
            await Eventually.CompletesAsync(
                Task.WhenAny([all, .. running]).Unwrap(), "all have the list", Patience, cancellation);
        }
        catch (TimeoutException)
        {
            var late = askers.Where(asker => !asker.Listed.IsCompleted).ToList();
            throw new InvalidOperationException(
                $"{late.Count} of {askers.Count} do not have the list: {string.Join(", ", late.Take(10))}");
        }
        return (askers, listed);
    }

    /// <summary>One of the others sells, to a guest whose card everybody has in the list.</summary>
    public async Task SellAsync(int other, CancellationToken cancellation) => LedgerCluster.Check(
        await connections[1 + other].PublishAsync(Others[other].Sell(1), cancellation));

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
            await connection.DisposeAsync();
        await Task.WhenAll(running);
        foreach (var program in programs)
            await program.DisposeAsync();
        await broker.DisposeAsync();
        foreach (var other in Others)
            other.Dispose();
        folder.Dispose();
    }

    private async Task FillAsync(int cards, CancellationToken cancellation)
    {
        var state = folder.In("ledger");
        LedgerFolder.Create(state, Site.Id).Dispose();
        var key = await RunningSite.TerminalSaysAsync(
            ["init", "--state", folder.In("terminal"), "--site", $"{Site.Id}", "--terminal", $"{Site.Bar}"],
            cancellation);
        await File.WriteAllTextAsync(folder.In("key.jwk"), key, cancellation);
        await File.WriteAllTextAsync(folder.In("terminal.json"), Configuration(), cancellation);
        var enrolling = await BeginAsync(
            Checkout.Ledger, "enroll", "--state", state, "--key", folder.In("key.jwk"), "--out",
            folder.In("enrolment.jws"));
        if (await enrolling.End(cancellation) is not 0 and var code)
            throw new InvalidOperationException(
                $"enroll ended with {code}: {string.Join('\n', enrolling.Errors.Seen)}");
        using var books = LedgerFolder.Open(state);
        keys = new KeyRing(PublicKey.Read(books.Signer.PublicKey.ToJsonWebKey()).OrThrow());
        foreach (var other in Others)
            LedgerBench.Add(books.Store, other.Enrolment);
        foreach (var numbers in Enumerable.Range(0, cards).Chunk(CardsInEntry))
            LedgerBench.Add(books.Store, new LedgerEntry.CardsAdded(
                [.. numbers.Select(number => LedgerBench.NewCard(Guests.Uid(number), "TLF 5000000"))]));
    }

    private string Configuration() => JsonSerializer.Serialize(new
    {
        profile = "kiosk",
        state = folder.In("terminal"),
        enrolment = folder.In("enrolment.jws"),
        mqtt = new { host = "127.0.0.1", port = broker.Port },
        reader = new { device = folder.In("pn532") },
        kiosk = new { articles = new[] { new { id = "beer", price = 350, key = "1" } } },
    });

    private async Task<ChildProcess> BeginAsync(string program, params string[] arguments)
    {
        var begun = await ChildProcess.StartAsync("dotnet", NoEnvironment, [program, .. arguments]);
        programs.Add(begun);
        return begun;
    }

    private async Task<IMqttConnection> ConnectAsync(string name, CancellationToken cancellation)
    {
        var options = broker.OptionsFor(name) with { Patience = Patience };
        var result = await MqttClients.Default.ConnectAsync(options, cancellation);
        var connection = result is MqttConnectResult.Connected connected
            ? connected.Connection
            : throw new InvalidOperationException(((MqttConnectResult.Failed)result).Fault.Detail);
        connections.Add(connection);
        return connection;
    }
}
