using System.Text.RegularExpressions;
using CloudBridge.Ledger;
using CloudBridge.Storage;
using Npgsql;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.AdapterContracts.Ledger;

/// <summary>The store for a user who does not own its tables, with the rights that docs/scaling.md gives.</summary>
public sealed partial class PostgresWorkerRoleTests : LedgerStoreContract
{
    private readonly TemporaryFolder folder = new();
    private readonly string owner;
    private readonly string role;
    private readonly string connection;

    public PostgresWorkerRoleTests(RunningPostgres postgres)
    {
        owner = postgres.Server.CreateLedger(Site);
        var document = File.ReadAllText(Path.Combine(Checkout.Root, "docs/scaling.md"));
        role = $"worker_{new NpgsqlConnectionStringBuilder(owner).Database}";
        PostgresServer.Execute(
            owner, Sql().Match(document).Groups[1].Value.Replace("worker", role, StringComparison.Ordinal));
        connection = $"{owner};Username={role}";
    }

    [Theory]
    [InlineData("insert into balance values ('issued', 'TIM', 1)")]
    [InlineData("update balance set amount = 0")]
    [InlineData("update entry set kind = ''")]
    [InlineData("alter table entry disable trigger all")]
    [InlineData("drop trigger balance_is_kept on balance")]
    [InlineData(
        "create function pg_temp.forge() returns trigger language plpgsql as 'begin insert into public.balance " +
        "values (''wallet/me'', ''TLF'', 1); return null; end'; create temp table mine (x int); create trigger t " +
        "after insert on mine execute function pg_temp.forge(); insert into mine values (1)")]
    public void It_has_no_other_rights(string sql)
    {
        Ledger.Take(Beer());

        var error = Assert.Throws<PostgresException>(() => PostgresServer.Execute(connection, sql));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    [Fact]
    public void It_leads_and_keeps_the_vault()
    {
        using var database = Reach();
        using var lead = new PostgresLead(database, "one", PostgresLead.Lease);
        Assert.Equal(1, lead.Take());
        Assert.Equal(1, lead.Take());
        var vault = new PostgresVault(database);
        vault.Add([new VaultRow(Guest, Site.Card(Guest))]);

        Assert.Equal(Guest, vault.Rows()[Site.Card(Guest)].Uid);
    }

    [Fact]
    public void It_enrols_or_is_told_which_right_it_lacks()
    {
        using var database = Reach();
        var book = new PostgresWaitingBook(database, new FolderStorage(folder.Path));
        book.Change(file => (file with { WrongTries = [1] }, true));
        Assert.Equal([1], book.Change(file => (file, file.WrongTries)));
        PostgresServer.Execute(owner, $"revoke update on waiting from {role}");

        var error = Assert.Throws<LedgerStoreException>(() => book.Change(file => (file, true)));

        Assert.Contains("grant select, update on waiting to USER", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The folder's key and the database's change together, or not at all.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_changes_the_ledgers_key_or_books_nothing(bool may)
    {
        var state = folder.In("ledger");
        LedgerFolder.Create(state, Tests.Support.Site.Id, owner).Dispose();
        File.WriteAllText(Path.Combine(state, "database"), connection);
        if (!may)
            PostgresServer.Execute(owner, $"revoke update (ledger_key) on site from {role}");

        string? why;
        using (var before = LedgerFolder.Open(state))
            why = new LedgerKeyChange(before, TimeProvider.System).Run(null, "yearly", out _);

        Assert.Equal(may, why is null);
        if (!may)
            Assert.Contains("grant update (ledger_key) on site", why, StringComparison.Ordinal);
        using var now = LedgerFolder.Open(state);
        Assert.Equal(may ? 1 : 0, now.Store.Read(books => books.LedgerKeys.Number));
        now.Store.Read(books =>
        {
            books.LedgerKeys.Demand(now.Signer.KeyId);
            return true;
        });
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override ILedgerStore Open() => new PostgresLedgerStore(Reach());

    private PostgresDatabase Reach() => PostgresDatabase.Open(connection, Site.Id, Site.Ledger.PublicKey.KeyId);

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sql();
}
