using System.Globalization;
using System.Security.Cryptography;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt.Clients;
using CloudBridge.Relay;
using CloudBridge.Storage;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>
/// Four workers of one ledger on one shared subscription of a real mosquitto and one PostgreSQL. They are killed
/// (SIGKILL) while terminals send: whatever a worker had in its hands is stored once.
/// </summary>
public sealed class WorkersTests : IAsyncLifetime
{
    private const int Terminals = 8;
    private const int Workers = 4;
    private const int Price = 350;

    private static readonly TimeSpan Patience = LongRuns.AreWanted ? TimeSpan.FromMinutes(15) : TimeSpan.FromMinutes(4);
    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly TemporaryFolder folder = new();
    private readonly List<SendingTerminal> terminals = [];
    private readonly Dictionary<string, ChildProcess> workers = [];
    private readonly List<string> said = [];
    private PostgresServer postgres = null!;
    private MosquittoBroker broker = null!;
    private LedgerFolder ledger = null!;
    private string connection = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static int RecordsOfEach => (LongRuns.AreWanted ? 100_000 : 20_000) / Terminals;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        postgres = await PostgresServer.StartAsync(Cancellation);
        broker = await MosquittoBroker.StartAsync(new MosquittoSettings(), Cancellation);
        connection = postgres.CreateDatabase();
        ledger = LedgerFolder.Create(folder.In("ledger"), Site.Id, connection);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var terminal in terminals)
            await terminal.DisposeAsync();
        foreach (var worker in workers.Values)
            await worker.DisposeAsync();
        ledger?.Dispose();
        if (broker is not null)
            await broker.DisposeAsync();
        if (postgres is not null)
            await postgres.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Workers_that_are_killed_lose_and_double_nothing()
    {
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        var chance = new Random(seed);
        for (var number = 1; number <= Terminals; number++)
            terminals.Add(Enrol(number));
        for (var worker = 1; worker <= Workers; worker++)
            await StartAsync(worker);
        foreach (var terminal in terminals)
            terminal.Start(broker);

        // One is killed each time that another twelfth is acknowledged.
        const int kills = 11;
        var all = Terminals * RecordsOfEach;
        for (var kill = 1; kill <= kills; kill++)
        {
            var due = all * kill / (kills + 1);
            await Eventually.TrueAsync(
                () => Acknowledged >= due, $"{due} of {all} are acknowledged (seed {seed})", Patience, Cancellation);
            var killed = 1 + chance.Next(Workers);
            await KillAsync(killed);
            await StartAsync(killed);
        }
        await Eventually.EqualAsync(
            all, () => Acknowledged, $"the number of records that are acknowledged (seed {seed})", Patience,
            Cancellation);

        Assert.Equal(all, PostgresServer.Ask<long>(connection, "select count(*) from record"));
        Assert.Equal(0, PostgresServer.Ask<long>(connection, "select count(*) from record_beside"));
        Assert.Equal(
            (decimal)all * Price,
            PostgresServer.Ask<decimal>(connection, "select sum(amount) from balance where account like 'sales/%'"));
        Assert.Equal(0m, PostgresServer.Ask<decimal>(connection, "select sum(amount) from balance"));
        foreach (var terminal in terminals)
            Assert.Equal(
                SendingTerminal.Opening - RecordsOfEach * Price,
                ledger.Store.Read(books => books.BalanceOf(
                    Account.Of(Kiosks.WalletOf(terminal.Card)), AssetId.Parse("TLF"))).MinorUnits);
        var check = new LedgerCheck(Site.Id, new KeyRing(ledger.Signer.PublicKey));
        check.Run(ledger.Store.Entries());
        Assert.Empty(check.Problems);
        // Whoever was not killed is still there, and nobody had to give up.
        Assert.All(workers.Values, worker => Assert.False(worker.HasEnded));
        Assert.Equal(Enumerable.Repeat("ran", kills), said);
    }

    private int Acknowledged => terminals.Sum(terminal => RecordsOfEach - (int)terminal.Unacked);

    private SendingTerminal Enrol(int number)
    {
        var terminal = new SendingTerminal(number, folder, ledger);
        ledger.Store.Change(draft =>
        {
            draft.Add(terminal.Enrolment);
            draft.Add(new LedgerEntry.CardsAdded(
                [LedgerBench.NewCard(terminal.Card, $"TLF {SendingTerminal.Opening}")]));
            return true;
        });
        terminal.Sell(RecordsOfEach);
        return terminal;
    }

    private async Task StartAsync(int number)
    {
        var name = number.ToString(CultureInfo.InvariantCulture);
        var worker = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, Checkout.Ledger, "run", "--state", folder.In("ledger"), "--mqtt",
            $"127.0.0.1:{broker.Port.ToString(CultureInfo.InvariantCulture)}", "--worker", name);
        workers[name] = worker;
    }

    private async Task KillAsync(int number)
    {
        var name = number.ToString(CultureInfo.InvariantCulture);
        await using var worker = workers[name];
        said.Add(worker.HasEnded ? string.Join('\n', worker.Errors.Seen) : "ran");
        worker.Signal("KILL");
        await worker.End(Cancellation);
    }
}
