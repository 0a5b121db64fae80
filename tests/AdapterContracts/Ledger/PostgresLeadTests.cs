using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.AdapterContracts.Ledger;

/// <summary>Who leads, by the database's clock.</summary>
public sealed class PostgresLeadTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly Site site = new();
    private readonly string connection;
    private readonly PostgresDatabase database;

    public PostgresLeadTests(RunningPostgres postgres)
    {
        connection = postgres.Server.CreateLedger(site);
        database = PostgresDatabase.Open(connection, Site.Id, site.Ledger.PublicKey.KeyId);
    }

    public void Dispose()
    {
        database.Dispose();
        site.Dispose();
    }

    [Fact]
    public void One_leads_and_keeps_the_lead()
    {
        Assert.True(Of("one", Long).Take());
        Assert.False(Of("other", Long).Take());
        Assert.True(Of("one", Long).Take());
        Assert.Equal(1, PostgresServer.Ask<long>(connection, "select count(*) from lead"));
    }

    [Fact]
    public void Who_is_not_heard_of_in_time_has_lost_it()
    {
        Assert.True(Of("one", TimeSpan.FromTicks(-1)).Take());

        Assert.True(Of("other", Long).Take());
        Assert.False(Of("one", Long).Take());
    }

    private PostgresLead Of(string worker, TimeSpan lease) => new(database, worker, lease);
}
