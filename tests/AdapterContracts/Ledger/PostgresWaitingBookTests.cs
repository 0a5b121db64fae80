using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Storage;
using Tests.Support;

namespace Tests.AdapterContracts.Ledger;

/// <summary>Who waits, in PostgreSQL; and what workers' folders still have of it.</summary>
public sealed class PostgresWaitingBookTests : WaitingBookContract
{
    private static readonly TerminalId[] Bars = [.. "bar-1 bar-2 bar-3".Split(' ').Select(TerminalId.Parse)];

    private readonly Site site = new();
    private readonly TemporaryFolder folder = new();
    private readonly List<PostgresDatabase> opened = [];
    private readonly string connection;

    public PostgresWaitingBookTests(RunningPostgres postgres) => connection = postgres.Server.CreateLedger(site);

    /// <summary>Copies of one folder, on two machines, from before they had this in common.</summary>
    [Fact]
    public void What_the_folders_of_workers_have_is_taken_over_once()
    {
        Leave("one", new WaitingFile([Waits(Bars[0])], [1, 2], [Request("a")]));
        Leave("two", new WaitingFile([Waits(Bars[0]) with { Pin = null }, Waits(Bars[1])], [2, 3], [Request("b")]));

        Assert.Equal("waiting: bar-1, tries: 1 2, requests: 1", Seen(OpenIn("one")));
        Assert.Equal("waiting: bar-1 bar-2, tries: 1 2 3, requests: 2", Seen(OpenIn("two")));

        Assert.NotNull(OpenIn("two").Change(file => (file, file.Terminals[0].Pin)));
        Assert.Empty(Directory.GetFiles(folder.In("one")));
        Assert.Empty(Directory.GetFiles(folder.In("two")));
        Assert.Equal("waiting: bar-1 bar-2, tries: 1 2 3, requests: 2", Seen(OpenIn("three")));
    }

    /// <summary>The worker ended between the commit and the removal of its file; another has gone on.</summary>
    [Fact]
    public void What_is_in_both_places_is_as_the_database_has_it()
    {
        var left = new WaitingFile([Waits(Bars[0]), Waits(Bars[2])], [1], null);
        Leave("one", left);
        Seen(OpenIn("one"));
        OpenIn("two").Change(file => (
            file with { Terminals = [file.Terminals[0] with { WrongTries = 4 }, file.Terminals[1]] }, true));

        Leave("one", left);

        Assert.Equal("waiting: bar-1 bar-3, tries: 1, requests: 0", Seen(OpenIn("one")));
        Assert.Equal(4, OpenIn("one").Change(file => (file, file.Terminals[0].WrongTries)));
    }

    [Fact]
    public void A_step_that_fails_leaves_the_folders_file()
    {
        Leave("one", new WaitingFile([Waits(Bars[0])], [], null));

        Assert.Throws<InvalidOperationException>(() => OpenIn("one").Change<bool>(
            _ => throw new InvalidOperationException("The ledger does not book it.")));

        Assert.True(File.Exists(folder.In("one/enrolling.json")));
        Assert.Equal("waiting: bar-1, tries: , requests: 0", Seen(OpenIn("one")));
    }

    [Fact]
    public void A_row_that_somebody_has_deleted_is_said()
    {
        PostgresServer.Execute(connection, "delete from waiting");

        var error = Assert.Throws<LedgerStoreException>(() => Seen(Open()));

        // What it says to do is what helps.
        Assert.Contains("has no row", error.Message, StringComparison.Ordinal);
        PostgresServer.Execute(
            connection, error.Message[error.Message.IndexOf("insert into", StringComparison.Ordinal)..]);
        Assert.Equal("waiting: , tries: , requests: 0", Seen(Open()));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        opened.ForEach(database => database.Dispose());
        folder.Dispose();
        site.Dispose();
    }

    private protected override IWaitingBook Open() => OpenIn("nothing");

    protected override void Damage() => PostgresServer.Execute(connection, "update waiting set document = '{'");

    protected override int CountEntries()
    {
        using var store = new PostgresLedgerStore(Reach());
        return store.Entries().Count();
    }

    private PostgresWaitingBook OpenIn(string worker)
    {
        var database = Reach();
        opened.Add(database);
        FolderStorage.Make(folder.In(worker));
        return new PostgresWaitingBook(database, new FolderStorage(folder.In(worker)));
    }

    private PostgresDatabase Reach() => PostgresDatabase.Open(connection, Site.Id, site.Ledger.PublicKey.KeyId);

    private void Leave(string worker, WaitingFile file)
    {
        FolderStorage.Make(folder.In(worker));
        File.WriteAllBytes(
            folder.In($"{worker}/enrolling.json"),
            JsonSerializer.SerializeToUtf8Bytes(file, WaitingJson.Default.WaitingFile));
    }

    private static CreatingRequest Request(string key) =>
        new(Digest.Of(System.Text.Encoding.ASCII.GetBytes(key)), Digest.Of("print"u8), 7, Nonce.Create());
}
