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
}
