using System.Globalization;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>All terminals of a large site ask a real ledger over a real broker, each on a connection of its own.
/// </summary>
public sealed class ListAsksTests : IDisposable
{
    private const int Terminals = 200;
    private const int Changes = 3;

    /// <summary>The version that comes of them.</summary>
    private const long Now = 1 + Changes;

    private static readonly Nonce History = new(1);

    private readonly Site site = new();
    private readonly LedgerBench ledger;

    public ListAsksTests()
    {
        ledger = new LedgerBench(site).With((Kiosks.Guest, "TLF 10000"));
        for (var number = 0; number < Terminals; number++)
            ledger.Add(ledger.Enrolment() with { Terminal = Name(number) });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => site.Dispose();

    [Fact]
    public async Task Two_hundred_terminals_that_ask_at_once_are_all_told_by_a_few_answers()
    {
        await using var broker = await MosquittoBroker.StartAsync(new MosquittoSettings(), Cancellation);
        await using var service = new RunningService(new LedgerService(
            new LedgerLogic(Site.Id, ledger.Store, site.Ledger, new LedgerOptions { NewHistory = () => History }),
            ledger.Rejected,
            MqttClients.Default,
            broker.OptionsFor("ledger"),
            TimeProvider.System,
            NullLogger<LedgerService>.Instance));
        await ListedAsync(1);
        for (var change = 1; change <= Changes; change++)
        {
            ledger.Add(new LedgerEntry.CounterSet(Site.Card(Kiosks.Guest), change));
            await ListedAsync(1 + change);
        }
        var all = await Task.WhenAll(
            Enumerable.Range(0, Terminals).Select(number => Asker.StartAsync(broker, site, Name(number))));

        await Task.WhenAll(all.Index().Select(asking => asking.Item.AskAsync(Has(asking.Index))));
        foreach (var (number, asker) in all.Index())
            await asker.Heard.First<ListDelta>(
                0, delta => delta.From <= Has(number) && delta.Version == Now, Cancellation);
        ledger.Add(new LedgerEntry.CounterSet(Site.Card(Kiosks.Guest), Now));
        foreach (var asker in all)
        {
            await asker.Heard.First<ListDelta>(0, delta => delta.Version == Now + 1, Cancellation);
            await asker.DisposeAsync();
        }

        // One for all who ask, and one more each five seconds for those who came too late for it; and the last change.
        Assert.All(all, asker => Assert.InRange(asker.Heard.Seen.Count, 2, 6));
    }

    private static TerminalId Name(int number) =>
        TerminalId.Parse(string.Create(CultureInfo.InvariantCulture, $"till-{number}"));

    /// <summary>The list that a terminal has.</summary>
    private static long Has(int number) => 1 + number % Changes;

    private Task ListedAsync(long version) => Eventually.EqualAsync(
        version, () => ledger.Store.Read(books => books.LastList)?.Version ?? 0, "the list's version", Cancellation);

    /// <summary>A terminal, as far as the ledger can tell.</summary>
    private sealed class Asker : IAsyncDisposable
    {
        private readonly TerminalId name;
        private readonly IMqttConnection connection;
        private readonly Task listening;

        private Asker(TerminalId name, IMqttConnection connection, Site site)
        {
            (this.name, this.connection) = (name, connection);
            listening = ListenAsync(site);
        }

        /// <summary>What was said of changes.</summary>
        public EventLog<ListDelta> Heard { get; } = new();

        public static async Task<Asker> StartAsync(MosquittoBroker broker, Site site, TerminalId name)
        {
            var result = await MqttClients.Default.ConnectAsync(broker.OptionsFor(name.ToString()), Cancellation);
            var connection = Assert.IsType<MqttConnectResult.Connected>(result).Connection;
            Assert.Null(await connection.SubscribeAsync(LedgerBench.Topics.CardDelta, Cancellation));
            return new Asker(name, connection, site);
        }

        public async Task AskAsync(long version) => Assert.Null(await connection.PublishAsync(
            new MqttMessage(
                LedgerBench.Topics.Of(name, TerminalTopic.Since), new SinceMessage(1, version, History).Write()),
            Cancellation));

        public async ValueTask DisposeAsync()
        {
            await connection.DisposeAsync();
            await listening;
        }

        private async Task ListenAsync(Site site)
        {
            await foreach (var message in connection.Messages.ReadAllAsync(Cancellation))
                Heard.Add(SignedMessage.Read<ListDelta>(
                    CardChunks.Unpack(message.Payload.Span).OrThrow(),
                    site.LedgerKeys,
                    Site.Id,
                    Addressee.Terminals).OrThrow());
        }
    }
}
