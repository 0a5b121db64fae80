using System.Diagnostics.Metrics;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Npgsql;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.AdapterContracts.Ledger;

/// <summary>The store in PostgreSQL; and what its tables hold against whoever writes into them.</summary>
public sealed class PostgresLedgerStoreTests : LedgerStoreContract
{
    private readonly string connection;

    public PostgresLedgerStoreTests(RunningPostgres postgres) => connection = postgres.Server.CreateLedger(Site);

    public static TheoryData<string, string> Forgeries => new()
    {
        // A record twice.
        {
            PostgresErrorCodes.UniqueViolation,
            "insert into record select * from record where sequence = 2"
        },
        // One that is missing before another.
        {
            PostgresErrorCodes.ForeignKeyViolation,
            "insert into record (terminal, epoch, sequence, hash, entry) " +
            "select terminal, epoch, sequence + 2, hash, entry from record where sequence = 2"
        },
        // A gap that nobody closed.
        {
            PostgresErrorCodes.CheckViolation,
            "insert into closed_gap (terminal, epoch, first, last, hash, entry) " +
            "select terminal, epoch, sequence + 1, sequence + 5, hash, entry from record where sequence = 2"
        },
        // More in an entry that was booked.
        {
            PostgresErrorCodes.UniqueViolation,
            "insert into posting (entry, place, account, asset, amount) values " +
            "(2, 98, 'issued', 'TLF', 1), (2, 99, 'wallet/me', 'TLF', -1)"
        },
        // By tables of one's own.
        {
            PostgresErrorCodes.RestrictViolation,
            "create temp table balance (account text, asset text, amount numeric); " +
            "insert into posting (entry, place, account, asset, amount) select 1, 1, 'issued', 'TLF', 0; " +
            "delete from public.balance"
        },
        // A booking with one side.
        {
            PostgresErrorCodes.CheckViolation,
            "insert into posting (entry, place, account, asset, amount) values (1, 1, 'issued', 'TLF', 1)"
        },
        // Two sides of two entries.
        {
            PostgresErrorCodes.CheckViolation,
            "insert into posting (entry, place, account, asset, amount) values " +
            "(1, 1, 'issued', 'TLF', 1), (2, 99, 'issued', 'TLF', -1)"
        },
        // Two sides of two assets.
        {
            PostgresErrorCodes.CheckViolation,
            "insert into posting (entry, place, account, asset, amount) values " +
            "(1, 1, 'issued', 'TLF', 1), (1, 2, 'issued', 'TNF', -1)"
        },
        // A line twice; one that leaves a number out; one that does not follow.
        {
            PostgresErrorCodes.UniqueViolation,
            "insert into entry (number, kind, line, previous) select number, kind, line, previous from entry"
        },
        {
            PostgresErrorCodes.ForeignKeyViolation,
            "insert into entry (number, kind, line, previous) " +
            "select number + 2, kind, line, hash from entry order by number desc limit 1"
        },
        {
            PostgresErrorCodes.ForeignKeyViolation,
            "insert into entry (number, kind, line, previous) " +
            "select number + 1, kind, line, sha256('') from entry order by number desc limit 1"
        },
        { PostgresErrorCodes.RestrictViolation, "update entry set kind = 'listMade'" },
        { PostgresErrorCodes.RestrictViolation, "delete from record" },
        { PostgresErrorCodes.RestrictViolation, "truncate posting" },
        { PostgresErrorCodes.RestrictViolation, "delete from record_beside" },
        { PostgresErrorCodes.RestrictViolation, "update balance set amount = amount + 1" },
        { PostgresErrorCodes.RestrictViolation, "insert into balance values ('issued', 'TIM', 1)" },
    };

    protected override ILedgerStore Open() => new PostgresLedgerStore(Reach());

    private PostgresDatabase Reach() => PostgresDatabase.Open(connection, Site.Id, Site.Ledger.PublicKey.KeyId);

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void What_must_not_be_is_impossible(string state, string sql)
    {
        Ledger.Take(Beer(), Beer());

        Assert.Equal(state, Assert.Throws<PostgresException>(() => PostgresServer.Execute(connection, sql)).SqlState);

        Ledger.Take(Beer());
        Assert.Empty(OpenBench().Problems);
    }

    [Fact]
    public void Balances_in_the_database_are_those_of_the_books()
    {
        All_that_happens_to_a_ledger_is_kept();

        Assert.Equal(
            Ledger.Store.Read(
                books => books.Balances.Select(row => $"{row.Account} {row.Asset} {row.Amount}").ToList()),
            PostgresServer.Ask<string[]>(
                connection,
                """
                select array_agg(account || ' ' || asset || ' ' || amount order by account collate "C", asset)
                from balance where amount <> 0
                """));
        Assert.Equal(0m, PostgresServer.Ask<decimal>(connection, "select sum(amount) from balance"));
    }

    [Fact]
    public void The_tables_know_each_record_that_was_booked()
    {
        All_that_happens_to_a_ledger_is_kept();

        var entries = Ledger.Store.Entries().ToList();
        Assert.Equal(
            entries.OfType<LedgerEntry.RecordBooked>().Count(),
            PostgresServer.Ask<long>(connection, "select count(*) from record"));
        Assert.Equal(
            (3L, 4L),
            (PostgresServer.Ask<long>(connection, "select first from closed_gap"),
                PostgresServer.Ask<long>(connection, "select last from closed_gap")));
        Assert.Equal(
            entries.OfType<LedgerEntry.ForkBooked>().Count(),
            PostgresServer.Ask<long>(connection, "select count(*) from record_beside"));
        Assert.Equal(entries.Count, PostgresServer.Ask<long>(connection, "select count(*) from entry"));
    }

    [Fact]
    public void The_vault_keeps_what_was_said_last_of_a_card()
    {
        using var database = Reach();
        var vault = new PostgresVault(database);
        var qr = Guid.Parse("5b0bd9c6-8bd2-43c9-a0d6-f9e09f2a3f8b");
        vault.Add([new VaultRow(Guest, Site.Card(Guest)), new VaultRow(Other, Site.Card(Other))]);
        vault.Add([new VaultRow(Guest, Site.Card(Guest)), new VaultRow(Guest, Site.Card(Guest), "B194AEB9", qr)]);

        Assert.Equal(
            [new VaultRow(Guest, Site.Card(Guest), "B194AEB9", qr), new VaultRow(Other, Site.Card(Other))],
            vault.Rows().Values.OrderBy(row => row.Uid == Other));
        Assert.Equal([Guest], vault.Find(["B194AEB9", "00000000"], []).Select(row => row.Uid));
        Assert.Equal([Guest], vault.Find([], [qr]).Select(row => row.Uid));
        Assert.Empty(vault.Find(["00000000"], [Guid.Empty]));
        PostgresServer.Execute(connection, $"delete from vault where uid = '{Guest}'");
        Assert.Equal([Other], vault.Rows().Values.Select(row => row.Uid));
    }

    [Fact]
    public void A_line_that_was_changed_by_hand_is_found()
    {
        Ledger.Take(Beer());
        PostgresServer.Execute(
            connection,
            "set session_replication_role = replica; " +
            "update entry set line = convert_to(replace(convert_from(line, 'UTF8'), 'TLF', 'TNF'), 'UTF8') " +
            "where number = 2");

        var error = Assert.Throws<LedgerDamageException>(() => OpenBench().State);

        Assert.Contains("line 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_ledgers_books_are_not_opened()
    {
        using var other = Es256Signer.Create();

        var key = Assert.Throws<LedgerStoreException>(
            () => PostgresDatabase.Open(connection, Site.Id, other.PublicKey.KeyId));
        var site = Assert.Throws<LedgerStoreException>(() => PostgresDatabase.Open(
            connection, SiteId.Parse("elsewhere"), Site.Ledger.PublicKey.KeyId));

        Assert.Contains("another key", key.Message, StringComparison.Ordinal);
        Assert.Contains("Each site has a database", site.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Books_with_entries_are_not_given_to_another_ledger()
    {
        Ledger.Take(Beer());
        using var other = Es256Signer.Create();

        Assert.Throws<LedgerStoreException>(
            () => PostgresDatabase.Migrate(connection, Site.Id, other.PublicKey.KeyId));

        Assert.Empty(OpenBench().Problems);
    }

    [Fact]
    public void Steps_are_done_once_and_a_later_builds_tables_are_left_alone()
    {
        Assert.Empty(PostgresDatabase.Migrate(connection, Site.Id, Site.Ledger.PublicKey.KeyId));
        PostgresServer.Execute(
            connection, "insert into migration (number, name, hash) values (9999, '9999-later', '')");

        var error = Assert.Throws<LedgerStoreException>(() => Reach().Dispose());

        Assert.Contains("later build", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_that_were_changed_by_hand_or_are_missing_are_told()
    {
        PostgresServer.Execute(connection, "update migration set hash = 'x' where number = 1");
        Assert.Contains(
            "another content", Assert.Throws<LedgerStoreException>(() => Reach().Dispose()).Message,
            StringComparison.Ordinal);

        PostgresServer.Execute(connection, "delete from migration");
        Assert.Contains(
            "ledger database migrate", Assert.Throws<LedgerStoreException>(() => Reach().Dispose()).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=/nowhere;Database=ledger", "Cannot use the ledger")]
    [InlineData("Password=ab;s3cret=xy", "Expected one of Npgsql")]
    [InlineData("postgresql://ledger:s3cret@db/ledger", "Expected one of Npgsql")]
    public void A_database_that_cannot_be_reached_is_told_in_one_sentence(string wrong, string says)
    {
        var error = Assert.Throws<LedgerStoreException>(
            () => PostgresDatabase.Open(wrong, Site.Id, Site.Ledger.PublicKey.KeyId));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Whatever the server's defaults are, and whatever the connection string says.</summary>
    [Theory]
    [InlineData("synchronous_commit", "on")]
    [InlineData("idle_in_transaction_session_timeout", "1min")]
    public void Sessions_are_as_the_store_needs_them(string setting, string value)
    {
        using var database = PostgresDatabase.Open(
            $"{connection};Options=-c synchronous_commit=off", Site.Id, Site.Ledger.PublicKey.KeyId);
        using var session = database.OpenAlive();
        using var show = new NpgsqlCommand($"show {setting}", session);

        Assert.Equal(value, show.ExecuteScalar());
    }

    /// <summary>Its process does not know of it: it must not acknowledge what is not there any more.</summary>
    [Fact]
    public void A_database_that_was_put_back_under_a_running_ledger_is_noticed()
    {
        Ledger.Take(Beer());
        PostgresServer.Execute(
            connection,
            "set session_replication_role = replica; delete from posting where entry = 3; " +
            "delete from record where entry = 3; delete from entry where number = 3");

        var error = Assert.Throws<LedgerStoreException>(() => Ledger.State);

        Assert.Contains("has not the line 3 any more", error.Message, StringComparison.Ordinal);
        Assert.Throws<LedgerStoreException>(() => Ledger.Take(Beer()));
    }

    /// <summary>A process that hangs in the middle of a change must not hold up the others.</summary>
    [Fact]
    public void A_change_whose_session_is_ended_stores_nothing()
    {
        var before = Ledger.Store.End();
        var hanging = OpenBench();

        Assert.Throws<LedgerStoreException>(() => hanging.Store.Change(draft =>
        {
            draft.Add(new LedgerEntry.ListMade(1, 7));
            PostgresServer.Execute(
                connection,
                "select pg_terminate_backend(pid) from pg_stat_activity " +
                "where state = 'idle in transaction' and datname = current_database()");
            return true;
        }));

        Assert.Equal(before, Ledger.Store.End());
        Ledger.Take(Beer());
        Assert.Throws<LedgerStoreException>(() => hanging.State);
    }

    /// <summary>Pages meet without a gap, and whoever wants the first line is not sent the others.</summary>
    [Fact]
    public void A_log_of_several_pages_is_read_as_far_as_somebody_wants()
    {
        const int lines = 20_000;
        Ledger.Store.Change(draft =>
        {
            for (var version = 1; version <= lines; version++)
                draft.Add(new LedgerEntry.ListMade(1, version));
            return true;
        });
        var end = Ledger.Store.End();
        Assert.Equal(lines + 2, end.Line);
        Assert.Equal(end, OpenBench().Store.End());

        var all = BytesOf(() => Assert.Equal(lines + 2, Ledger.Store.Entries().Count()));
        var one = BytesOf(() => Assert.IsType<LedgerEntry.TerminalEnrolled>(Ledger.Store.Entries().First()));

        Assert.InRange(one, 1, all / 3);
    }

    /// <summary>What came from this test's database meanwhile.</summary>
    private long BytesOf(Action act)
    {
        var database = new NpgsqlConnectionStringBuilder(connection).Database!;
        long sum = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Npgsql" &&
                instrument.Name.EndsWith("bytes_read", StringComparison.Ordinal))
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, bytes, tags, _) =>
        {
            foreach (var tag in tags)
                if ($"{tag.Value}".Contains(database, StringComparison.Ordinal))
                    Interlocked.Add(ref sum, bytes);
        });
        listener.Start();
        act();
        return sum;
    }
}
