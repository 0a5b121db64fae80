using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.AdapterContracts.Ledger;

/// <summary>Several who want to change one log, one after the other.</summary>
public sealed class PostgresTurnTests : IDisposable
{
    /// <summary>The lock of who is next has a number below zero, and so more than 32 bits: pg_locks.classid.</summary>
    private const string Locks =
        "pg_locks where locktype = 'advisory' and " +
        "database = (select oid from pg_database where datname = current_database())";

    private readonly Site site = new();
    private readonly string connection;
    private readonly List<PostgresDatabase> databases = [];

    public PostgresTurnTests(RunningPostgres postgres) => connection = postgres.Server.CreateLedger(site);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        databases.ForEach(database => database.Dispose());
        site.Dispose();
    }

    /// <summary>Or all that several wrote would have to be read by each while all others wait.</summary>
    [Fact]
    public async Task Who_is_next_reads_while_another_still_writes_and_who_comes_after_does_not()
    {
        using var turn = Open().Enter(() => { });
        using var next = new Entrant(Open());
        await Eventually.CompletesAsync(next.IsNext, "the second reads", Cancellation);
        using var after = new Entrant(Open());
        await Eventually.EqualAsync(
            2L,
            () => PostgresServer.Ask<long>(connection, $"select count(*) from {Locks} and not granted"),
            "both wait",
            Cancellation);
        Assert.False(after.IsNext.IsCompleted);
        Assert.False(next.HasTurn.IsCompleted);

        turn.Dispose();
        await Eventually.CompletesAsync(next.HasTurn, "the second has its turn", Cancellation);
        await Eventually.CompletesAsync(after.IsNext, "the third is next", Cancellation);
        Assert.False(after.HasTurn.IsCompleted);

        next.Leave();
        await Eventually.CompletesAsync(after.HasTurn, "the third has its turn", Cancellation);
    }

    [Fact]
    public async Task Who_breaks_off_while_next_lets_another_be_it()
    {
        using var broken = Open();
        using var turn = Open().Enter(() => { });
        Assert.Throws<InvalidOperationException>(() => broken.Enter(() => throw new InvalidOperationException()));

        using var next = new Entrant(Open());
        await Eventually.CompletesAsync(next.IsNext, "another is next", Cancellation);
        turn.Dispose();
        await Eventually.CompletesAsync(next.HasTurn, "it has its turn", Cancellation);
    }

    /// <summary>One that hangs is ended by the database; its session was not the whole process.</summary>
    [Fact]
    public async Task Whose_session_ends_while_next_lets_another_be_it()
    {
        using var turn = Open().Enter(() => { });
        Assert.ThrowsAny<System.Data.Common.DbException>(() => Open().Enter(() => PostgresServer.Execute(
            connection, $"select pg_terminate_backend(pid) from {Locks} and classid <> 0")));

        using var next = new Entrant(Open());
        await Eventually.CompletesAsync(next.IsNext, "another is next", Cancellation);
        turn.Dispose();
        await Eventually.CompletesAsync(next.HasTurn, "it has its turn", Cancellation);
    }

    private PostgresLog Open()
    {
        databases.Add(PostgresDatabase.Open(connection, Site.Id, site.Ledger.PublicKey.KeyId));
        return new PostgresLog(databases[^1], ownsDatabase: false);
    }

    /// <summary>A process that wants its turn.</summary>
    private sealed class Entrant : IDisposable
    {
        private readonly TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim left = new();
        private readonly PostgresLog log;
        private readonly Thread thread;

        public Entrant(PostgresLog log)
        {
            this.log = log;
            thread = new Thread(Run) { IsBackground = true };
            thread.Start();
        }

        public Task IsNext => next.Task;

        public Task HasTurn => entered.Task;

        /// <summary>Leaves when it has had its turn.</summary>
        public void Leave()
        {
            left.Set();
            thread.Join();
        }

        public void Dispose()
        {
            Leave();
            left.Dispose();
        }

        private void Run()
        {
            using var turn = log.Enter(next.SetResult);
            entered.SetResult();
            left.Wait(Cancellation);
        }
    }
}
