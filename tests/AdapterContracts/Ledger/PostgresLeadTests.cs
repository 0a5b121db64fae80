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
        using var one = Of("one", Long);
        using var other = Of("other", Long);
        // Of another machine.
        using var namesake = Of("one", Long);

        Assert.Equal(1, one.Take());
        Assert.Null(other.Take());
        Assert.Null(namesake.Take());
        Assert.Equal(1, one.Take());
        Assert.Equal(1, PostgresServer.Ask<long>(connection, "select count(*) from lead"));
    }

    [Fact]
    public void Who_is_not_heard_of_in_time_has_lost_it()
    {
        using var one = Of("one", TimeSpan.Zero);
        using var other = Of("other", Long);
        using var third = Of("third", Long);
        Assert.Equal(1, one.Take());

        Assert.Equal(2, other.Take());
        Assert.Null(third.Take());
    }

    [Fact]
    public void Who_stops_gives_it_back()
    {
        using var other = Of("other", Long);
        using (var one = Of("one", Long))
            Assert.Equal(1, one.Take());

        Assert.Equal(2, other.Take());
    }

    [Fact]
    public void A_clock_that_was_set_back_leaves_nobody_waiting()
    {
        using var one = Of("one", TimeSpan.FromDays(400));
        Assert.Equal(1, one.Take());
        using var other = Of("other", Long);

        Assert.Equal(2, other.Take());
    }

    private PostgresLead Of(string worker, TimeSpan lease) => new(database, worker, lease);
}
