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
/// Four workers of one ledger on one shared subscription of a real mosquitto, as the product configures it (TLS,
/// certificates, rights for each topic), and one PostgreSQL. They are killed (SIGKILL) while terminals send: whatever a
/// worker had in its hands is stored once.
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
        connection = postgres.CreateDatabase();
        ledger = LedgerFolder.Create(folder.In("ledger"), Site.Id, connection);
        ledger.Authority.Make();
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
        await StartAsync(Terminals, Workers);

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
            await StartWorkerAsync(killed);
        }
        await Eventually.EqualAsync(
            all, () => Acknowledged, $"the number of records that are acknowledged (seed {seed})", Patience,
            Cancellation);

        AllIsThereOnce(connection, ledger);
        // Whoever was not killed is still there, and nobody had to give up.
        Assert.All(workers.Values, worker => Assert.False(worker.HasEnded));
        Assert.Equal(Enumerable.Repeat("ran", kills), said);
    }

    /// <summary>By pg_dump and pg_restore, as an operator does it.</summary>
    [Fact]
    public async Task A_database_that_was_restored_gets_back_what_its_backup_lacks()
    {
        await StartAsync(2, 2, records: 200);
        await AllAreAcknowledgedAsync();
        var backup = await postgres.BackUpAsync(connection, Cancellation);
        foreach (var terminal in terminals)
            terminal.Sell(300);
        await AllAreAcknowledgedAsync();
        foreach (var worker in workers.Values)
        {
            worker.Signal("TERM");
            Assert.Equal(0, await worker.End(Cancellation));
            await worker.DisposeAsync();
        }

        var restored = await postgres.RestoreAsync(backup, Cancellation);
        Assert.Equal(400, PostgresServer.Ask<long>(restored, "select count(*) from record"));
        await File.WriteAllTextAsync(folder.In("ledger/database"), restored, Cancellation);
        using var again = LedgerFolder.Open(folder.In("ledger"));
        Eras.Raise(again.Store, TimeProvider.System.GetUtcNow());
        await StartWorkerAsync(1);
        await StartWorkerAsync(2);

        await Eventually.EqualAsync(
            1_000L, () => PostgresServer.Ask<long>(restored, "select count(*) from record"), "the number of records",
            Patience, Cancellation);
        await AllAreAcknowledgedAsync();
        AllIsThereOnce(restored, again);
    }

    private async Task StartAsync(int manyTerminals, int manyWorkers, int? records = null)
    {
        for (var number = 1; number <= manyTerminals; number++)
            terminals.Add(Enrol(number, records ?? RecordsOfEach));
        // Its rights are those of terminals that are enrolled.
        broker = await MosquittoBroker.StartAsync(ConfigureAsync, Cancellation);
        for (var worker = 1; worker <= manyWorkers; worker++)
            await StartWorkerAsync(worker);
        foreach (var terminal in terminals)
            terminal.Start(broker.Port, ledger.In("ca.pem"));
    }

    /// <summary>Writes the broker's configuration with the command that is shipped.</summary>
    private async Task<string> ConfigureAsync(int port)
    {
        Directory.CreateDirectory(folder.In("broker-data"));
        await using var command = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, Checkout.Ledger, "broker", "configure", "--state", folder.In("ledger"), "--out",
            folder.In("broker"), "--name", "localhost", "--bind", "127.0.0.1", "--port",
            port.ToString(CultureInfo.InvariantCulture), "--data", folder.In("broker-data"));
        Assert.True(await command.End(Cancellation) == 0, string.Join('\n', command.Errors.Seen));
        return folder.In("broker/mosquitto.conf");
    }

    private Task AllAreAcknowledgedAsync() => Eventually.EqualAsync(
        0L, () => terminals.Sum(terminal => terminal.Unacked), "the number of records that wait", Patience,
        Cancellation);

    private void AllIsThereOnce(string database, LedgerFolder books)
    {
        var all = terminals.Sum(terminal => terminal.Sold);
        Assert.Equal(all, PostgresServer.Ask<long>(database, "select count(*) from record"));
        Assert.Equal(0, PostgresServer.Ask<long>(database, "select count(*) from record_beside"));
        Assert.Equal(
            (decimal)all * Price,
            PostgresServer.Ask<decimal>(database, "select sum(amount) from balance where account like 'sales/%'"));
        Assert.Equal(0m, PostgresServer.Ask<decimal>(database, "select sum(amount) from balance"));
        foreach (var terminal in terminals)
            Assert.Equal(
                SendingTerminal.Opening - terminal.Sold * Price,
                books.Store.Read(read => read.BalanceOf(
                    Account.Of(Kiosks.WalletOf(terminal.Card)), AssetId.Parse("TLF"))).MinorUnits);
        var check = new LedgerCheck(Site.Id, new KeyRing(books.Signer.PublicKey));
        check.Run(books.Store.Entries());
        Assert.Empty(check.Problems);
    }

    private int Acknowledged => terminals.Sum(terminal => RecordsOfEach - (int)terminal.Unacked);

    private SendingTerminal Enrol(int number, int records)
    {
        var terminal = new SendingTerminal(number, folder, ledger);
        ledger.Store.Change(draft =>
        {
            draft.Add(terminal.Enrolment);
            draft.Add(new LedgerEntry.CardsAdded(
                [LedgerBench.NewCard(terminal.Card, $"TLF {SendingTerminal.Opening}")]));
            return true;
        });
        terminal.Sell(records);
        return terminal;
    }

    private async Task StartWorkerAsync(int number)
    {
        var name = number.ToString(CultureInfo.InvariantCulture);
        var worker = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, Checkout.Ledger, "run", "--state", folder.In("ledger"), "--mqtt",
            $"localhost:{broker.Port.ToString(CultureInfo.InvariantCulture)}", "--mqtt-tls", "--worker", name);
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
