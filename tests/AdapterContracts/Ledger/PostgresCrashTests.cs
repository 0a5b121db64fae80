using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.AdapterContracts.Ledger;

/// <summary>A server that crashes, with all that was committed.</summary>
public sealed class PostgresCrashTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_answered_is_there_after_a_crash_of_the_server()
    {
        await using var server = await PostgresServer.StartAsync(Cancellation);
        using var site = new Site();
        var connection = server.CreateLedger(site);
        var terminal = new JournalWriter(site);
        using var store = Open();
        var ledger = new LedgerBench(site, store).With((Guest, "TLF 1000"));
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));

        await server.CrashAsync(Cancellation);
        var lost = terminal.Next(JournalWriter.Beer(Guest));
        Assert.Throws<LedgerStoreException>(() => ledger.Take(lost));
        await server.StartAgainAsync(Cancellation);

        // Nothing of that change had begun: the store goes on.
        ledger.Take(lost);
        using var again = Open();
        Assert.Equal(300, new LedgerBench(site, again).Balance(Guest));
        Assert.Empty(ledger.Problems);

        PostgresLedgerStore Open() =>
            new(PostgresDatabase.Open(connection, Site.Id, site.Ledger.PublicKey.KeyId));
    }

    /// <summary>
    /// A commit that waits for a replica and is given up is told as done, with a warning: it may be lost by a failover.
    /// </summary>
    [Fact]
    public async Task A_commit_that_no_replica_has_is_not_told_as_stored()
    {
        await using var server = await PostgresServer.StartAsync(Cancellation);
        using var site = new Site();
        var connection = server.CreateLedger(site);
        using var store = new PostgresLedgerStore(
            PostgresDatabase.Open(connection, Site.Id, site.Ledger.PublicKey.KeyId));
        var ledger = new LedgerBench(site, store).With((Guest, "TLF 1000"));
        PostgresServer.Execute(connection, "alter system set synchronous_standby_names = 'nowhere'");
        PostgresServer.Execute(connection, "select pg_reload_conf()");
        await Eventually.EqualAsync(
            "nowhere", () => PostgresServer.Ask<string>(connection, "show synchronous_standby_names"), "the setting",
            Cancellation);
        Exception? failure = null;
        var line = new JournalWriter(site).Next(JournalWriter.Beer(Guest));
        var taking = new Thread(() => failure = Record.Exception(() => ledger.Take(line)));

        taking.Start();
        await Eventually.TrueAsync(
            () => PostgresServer.Ask<bool>(
                connection,
                "select bool_or(pg_cancel_backend(pid)) is true from pg_stat_activity where wait_event = 'SyncRep'"),
            "the commit waits and is given up",
            Cancellation);
        taking.Join();

        Assert.IsType<LedgerStoreException>(failure);
        Assert.Throws<LedgerStoreException>(() => ledger.State);
    }
}
