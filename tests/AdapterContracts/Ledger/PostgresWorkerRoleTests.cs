using System.Text.RegularExpressions;
using CloudBridge.Ledger;
using Npgsql;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.AdapterContracts.Ledger;

/// <summary>The store for a user who does not own its tables, with the rights that docs/scaling.md gives.</summary>
public sealed partial class PostgresWorkerRoleTests : LedgerStoreContract
{
    private readonly string connection;

    public PostgresWorkerRoleTests(RunningPostgres postgres)
    {
        var owner = postgres.Server.CreateLedger(Site);
        var document = File.ReadAllText(Path.Combine(Checkout.Root, "docs/scaling.md"));
        var role = $"worker_{new NpgsqlConnectionStringBuilder(owner).Database}";
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

    protected override ILedgerStore Open() => new PostgresLedgerStore(Reach());

    private PostgresDatabase Reach() => PostgresDatabase.Open(connection, Site.Id, Site.Ledger.PublicKey.KeyId);

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sql();
}
