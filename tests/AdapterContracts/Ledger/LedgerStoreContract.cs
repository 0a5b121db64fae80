using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.AdapterContracts.Ledger;

/// <summary>What every store of a ledger does.</summary>
public abstract partial class LedgerStoreContract : IDisposable
{
    private readonly JournalWriter terminal;
    private readonly Lazy<LedgerBench> ledger;
    private readonly List<ILedgerStore> opened = [];

    protected LedgerStoreContract()
    {
        terminal = new JournalWriter(Site);
        ledger = new Lazy<LedgerBench>(
            () => OpenBench().With((Guest, "TNF 200, TLF 1000"), (Other, "TLF 100")));
    }

    protected Site Site { get; } = new();

    protected LedgerBench Ledger => ledger.Value;

    /// <summary>Opens the same books again, as another process does.</summary>
    protected abstract ILedgerStore Open();

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        foreach (var store in opened)
            store.Dispose();
        Site.Dispose();
        GC.SuppressFinalize(this);
    }

    protected LedgerBench OpenBench()
    {
        opened.Add(Open());
        return new LedgerBench(Site, opened[^1]);
    }

    protected SignedObject Beer(string uid = Guest) => terminal.Next(JournalWriter.Beer(uid));

    /// <summary>Whichever worker a request comes to the second time.</summary>
    [Fact]
    public void A_request_that_one_process_has_done_is_not_done_by_another()
    {
        var key = RequestKey.Of(Site.Key, "shop", "order 7", "POST", []);
        var paid = new PaymentRequest(AssetId.Parse("TLF"), new Money(500), PaymentSource.CardPayment, "web shop");
        MoneyDesk DeskOf(LedgerBench bench) => new(
            new KeyedStore(bench.Store, TimeProvider.System), Tests.Support.Site.Id, Site.Ledger, TimeProvider.System);
        Assert.IsType<Outcome<PaidAnswer>.Done>(
            DeskOf(Ledger).Refill(Tests.Support.Site.Card(Guest), paid, key));

        var other = OpenBench();
        Assert.IsType<Outcome<PaidAnswer>.Again>(
            DeskOf(other).Refill(Tests.Support.Site.Card(Guest), paid, key));

        Assert.Equal((1_500, 1_500), (Ledger.Balance(Guest), other.Balance(Guest)));
        Assert.Equal(-500, other.Of(Account.PaidBy(PaymentSource.CardPayment), "TLF"));
        Assert.Empty(other.Problems);
    }

    /// <summary>A client that hears nothing asks again, and a proxy does so for it: all at once.</summary>
    [Fact]
    public void A_request_that_comes_to_two_processes_at_once_is_done_once()
    {
        const int asked = 25;
        var paid = new PaymentRequest(AssetId.Parse("TLF"), new Money(10), PaymentSource.CardPayment, "web shop");
        var desks = new[] { Ledger, OpenBench() }
            .Select(bench => new KeyedStore(bench.Store, TimeProvider.System))
            .Select(keyed => new MoneyDesk(keyed, Tests.Support.Site.Id, Site.Ledger, TimeProvider.System))
            .ToList();
        var outcomes = new Outcome<PaidAnswer>[4, asked];

        using var start = new Barrier(4);
        var workers = Enumerable.Range(0, 4).Select(worker => new Thread(() =>
        {
            for (var number = 0; number < asked; number++)
            {
                start.SignalAndWait();
                outcomes[worker, number] = desks[worker % 2].Refill(
                    Tests.Support.Site.Card(Guest),
                    paid,
                    RequestKey.Of(Site.Key, "shop", $"order {number}", "POST", []));
            }
        })).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());

        var all = outcomes.Cast<Outcome<PaidAnswer>>().ToList();
        Assert.Equal(asked, all.OfType<Outcome<PaidAnswer>.Done>().Count());
        Assert.Equal(3 * asked, all.OfType<Outcome<PaidAnswer>.Again>().Count());
        Assert.Equal(asked, all.OfType<Outcome<PaidAnswer>.Again>().DistinctBy(again => again.Json).Count());
        Assert.Equal(1_000 + asked * 10, OpenBench().Balance(Guest));
        Assert.Empty(OpenBench().Problems);
    }

    /// <summary>In pages of some lines: before, behind and at their ends; by who has appended them, too.</summary>
    [Fact]
    public void Lines_are_read_again_by_their_numbers()
    {
        for (var version = 1; version <= 100; version++)
            LedgerBench.Add(Ledger.Store, new LedgerEntry.ListMade(1, version));
        var all = Ledger.Store.Entries().ToList();

        foreach (var store in new[] { Ledger.Store, OpenBench().Store })
        {
            // Whoever has read nothing yet knows of no line.
            store.End();
            Assert.Equal(all, store.EntriesAt([.. all.Select((_, index) => index + 1L)]));
            Assert.Equal(
                [all[0], all[31], all[32], all[63], all[64], all[^1]],
                store.EntriesAt([1, 32, 33, 64, 65, all.Count]));
            Assert.Empty(store.EntriesAt([]));
        }
    }

    [Fact]
    public void What_is_told_to_others_ends_where_the_log_is_durable()
    {
        Ledger.Take(Beer(), Beer());
        var durable = OpenBench().Store.Durable().GetEnumerator();
        Assert.True(durable.MoveNext());
        Assert.Equal(1, durable.Current.Through.Line);

        Ledger.Take(Beer());
        var rest = new List<LogEnd>();
        while (durable.MoveNext())
            rest.Add(durable.Current.Through);

        Assert.Equal([2L, 3L, 4L], rest.Select(end => end.Line));
        Assert.NotEqual(Ledger.Store.End(), rest[^1]);
        Assert.Equal(Ledger.Store.End(), Ledger.Store.Durable().Last().Through);
    }

    [Fact]
    public void A_token_that_one_process_revokes_is_none_for_another()
    {
        var (one, other) = (
            new TokenDesk(new KeyedStore(Ledger.Store, TimeProvider.System)),
            new TokenDesk(new KeyedStore(OpenBench().Store, TimeProvider.System)));
        Assert.Null(one.Create("shop", [Scope.ReadCards], expiresMilliseconds: null, out var token));
        Assert.Equal("shop", other.Find(token)!.Name);

        Assert.Null(other.Revoke("shop"));

        Assert.Null(one.Find(token));
    }

    /// <summary>Whichever worker a browser comes to, and whichever a wrong password.</summary>
    [Fact]
    public void An_account_its_sessions_and_its_wrong_passwords_are_the_same_for_every_process()
    {
        const string password = "four words and more";
        AccountDesk DeskOf(LedgerBench bench) => new(
            new KeyedStore(bench.Store, TimeProvider.System), PasswordHash.FewestIterations);
        var (one, other) = (DeskOf(Ledger), DeskOf(OpenBench()));
        Assert.Null(one.Create("anna", AccountRole.Treasurer, password));
        var session = Assert.IsType<LoginOutcome.Done>(other.LogIn("anna", password)).Secret;
        Assert.Equal(AccountRole.Treasurer, one.Find(session, isByHand: true)?.Role);

        Assert.Null(one.SetRole("anna", AccountRole.Viewer));
        Assert.Null(other.Find(session, isByHand: true));
        for (var wrong = 0; wrong < LoginTries.Free; wrong++)
            Assert.IsType<LoginOutcome.Refused>((wrong % 2 == 0 ? one : other).LogIn("anna", "five other words"));

        Assert.IsType<LoginOutcome.Refused>(one.LogIn("anna", password));
        Assert.IsType<LoginOutcome.Refused>(other.LogIn("anna", password));
        Assert.Null(other.Remove("anna"));
        Assert.Empty(DeskOf(OpenBench()).List());
        Assert.Empty(OpenBench().Problems);
    }

    [Fact]
    public void What_people_decided_on_terminals_and_accounts_is_read_back_as_it_was_written()
    {
        var (terminal, now) = (TerminalId.Parse("gate-9"), Clock.Noon);
        LedgerEntry[] entries =
        [
            new LedgerEntry.TerminalCreated(terminal, "gate", now, "shop"),
            new LedgerEntry.TerminalRefused(terminal, now, "console:anna", "too late"),
            new LedgerEntry.TerminalEnrolled(
                terminal, Site.Terminal.PublicKey.ToJsonWebKey(), 1, TerminalLimits.Default, now, "console:anna",
                "for the « terrasse »"),
            new LedgerEntry.AccountCreated(
                "anna", AccountRole.Viewer, PasswordHash.Of("four words and more", PasswordHash.FewestIterations), now),
            new LedgerEntry.LoginFailed(now, "anna"),
            new LedgerEntry.LoginFailed(now, "anna", IsKnown: true),
            new LedgerEntry.LoginFailed(now),
            new LedgerEntry.SessionOpened("anna", Digest.Of("a"u8), now),
            new LedgerEntry.SessionUsed(Digest.Of("a"u8), now + 1),
            new LedgerEntry.SessionEnded(Digest.Of("a"u8), now + 1),
            new LedgerEntry.SessionOpened("anna", Digest.Of("b"u8), now, IsKnown: true),
            new LedgerEntry.AccountChanged("anna", now + 2, AccountRole.Operator, By: "bert"),
            new LedgerEntry.AccountRemoved("anna", now + 3, "bert"),
        ];
        foreach (var entry in entries)
            Ledger.Add(entry);

        var other = OpenBench();
        Assert.Equal(entries, other.Store.Entries().TakeLast(entries.Length));
        Assert.Equal(
            Ledger.Store.Read(books => books.Acts.Latest.ToList()),
            other.Store.Read(books => books.Acts.Latest.ToList()));
    }

    [Fact]
    public void What_is_stored_is_there_for_the_next_process()
    {
        Ledger.Take(Beer(), Beer());

        var again = OpenBench();

        Assert.Equal(Ledger.State, again.State);
        Assert.Equal(Ledger.Store.End(), again.Store.End());
        Assert.Equal(4, again.Store.Entries().Count());
        Assert.Equal(500, again.Balance(Guest) + again.Balance(Guest, "TNF"));
        Assert.Empty(again.Problems);
    }

    [Fact]
    public void Two_processes_see_each_others_changes()
    {
        var second = OpenBench();
        Ledger.Take(Beer());
        second.Take(Beer());
        Ledger.Add(new LedgerEntry.CardsAdded([LedgerBench.NewCard("04112233445566", "TLF 5")]));

        Assert.Equal(5, second.Balance("04112233445566"));
        Assert.Equal(second.State, Ledger.State);
        Assert.Equal(Ledger.State, OpenBench().State);
    }

    [Fact]
    public void A_line_that_comes_again_is_booked_once_whoever_takes_it()
    {
        var line = Beer();
        Ledger.Take(line);

        OpenBench().Take(line);

        Assert.Single(Ledger.Store.Entries().OfType<LedgerEntry.RecordBooked>());
        Assert.Equal(850, Ledger.Balance(Guest) + Ledger.Balance(Guest, "TNF"));
    }

    [Fact]
    public void A_change_that_breaks_off_stores_nothing_and_ends_this_store()
    {
        var before = Ledger.Store.End();
        var other = OpenBench();

        Assert.Throws<NotSupportedException>(() => other.Store.Change<bool>(draft =>
        {
            draft.Add(new LedgerEntry.ListMade(1, 7));
            throw new NotSupportedException();
        }));

        Assert.Throws<LedgerStoreException>(() => other.Store.End());
        Assert.Equal(before, Ledger.Store.End());
        Ledger.Take(Beer());
        Assert.Null(Ledger.Store.Read(books => books.LastList));
    }

    [Fact]
    public void A_change_that_adds_nothing_may_break_off()
    {
        Assert.Throws<NotSupportedException>(
            () => Ledger.Store.Change<bool>(_ => throw new NotSupportedException()));

        Ledger.Take(Beer());
        Assert.Equal(850, OpenBench().Balance(Guest) + OpenBench().Balance(Guest, "TNF"));
    }

    [Fact]
    public void An_entry_that_the_books_cannot_take_is_not_stored()
    {
        var before = Ledger.Store.End();

        Assert.Throws<LedgerStoreException>(
            () => OpenBench().Add(new LedgerEntry.CounterSet(Site.Card("DEADBEEF"), 1)));

        Assert.Equal(before, Ledger.Store.End());
    }

    /// <summary>What each kind of entry moves between accounts, and where its records stand.</summary>
    [Fact]
    public void All_that_happens_to_a_ledger_is_kept()
    {
        SignedObject[] beers = [.. Enumerable.Range(0, 6).Select(_ => Beer())];
        Ledger.Take(beers[0], beers[1]);
        Ledger.Take(terminal.InPlaceOfTheLast(new Fact.FireOpened(), beers[4].Hash()));
        Ledger.Take(beers[4]);
        Ledger.Add(new LedgerEntry.WalletsMerged(WalletOf(Other), WalletOf(Guest)));
        Eras.Raise(Ledger.Store, DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon));
        var key = RequestKey.Of(Site.Key, "console:anna", "once", "gaps", []);
        string? Close(LedgerBench bench) => bench.Treasury.CloseGap(
            Site.Bar, new RecordPosition(1, 4), "they did not come", evenIfYoung: true, beers[3].Hash(), key);
        Assert.Null(Close(Ledger));
        Ledger.Logic.OnTime(10_000);
        Ledger.Take(beers[5]);
        Ledger.Take(beers[2]);

        var again = OpenBench();
        // Whichever worker the form comes to when it comes again.
        Assert.Null(Close(again));
        Assert.Single(again.Store.Entries().OfType<LedgerEntry.GapClosed>());

        Assert.Equal(Ledger.State, again.State);
        Assert.Empty(again.Problems);
        Assert.Contains(again.Rows, row => row.Kind == RowKind.Gap);
        Assert.True(again.Store.Read(books => books.Forks) > 0);
    }

    /// <summary>A terminal gets its records back after all, and sends them: in their order or not.</summary>
    [Theory]
    [InlineData(2, 3, 4)]
    [InlineData(4, 3, 2)]
    [InlineData(3, 4, 2)]
    public void Records_of_a_closed_gap_may_come_late(params int[] late)
    {
        SignedObject[] beers = [.. Enumerable.Range(0, 8).Select(_ => Beer())];
        Ledger.Take(beers[0], beers[1]);
        Ledger.Take(beers[5]);
        Assert.Null(Ledger.Treasury.CloseGap(
            Site.Bar, new RecordPosition(1, 5), "they did not come", evenIfYoung: true, beers[4].Hash()));
        Ledger.Logic.OnTime(10_000);

        foreach (var record in late)
            Ledger.Take(beers[record]);
        Ledger.Take(beers[6], beers[7]);

        Assert.Equal(8, Ledger.Store.Entries().OfType<LedgerEntry.RecordBooked>().Count());
        Assert.Equal(Ledger.State, OpenBench().State);
        Assert.Empty(Ledger.Problems);
    }

    /// <summary>Two processes and four threads: each takes every line.</summary>
    [Fact]
    public void Many_at_once_lose_and_double_nothing()
    {
        const int records = 60;
        SignedObject[] lines = [.. Enumerable.Range(0, records).Select(_ => Beer())];
        var benches = new[] { Ledger, OpenBench() };

        var workers = Enumerable.Range(0, 4).Select(worker => new Thread(() =>
        {
            foreach (var batch in lines.Chunk(3))
                benches[worker % 2].Store.Change(draft =>
                {
                    var ingest = new Ingest(draft, Site.Ledger);
                    return batch
                        .Select(line => ingest.Take(Site.Bar, new ReceivedLine(line.Compact, Site.Id))).ToList();
                });
        })).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());

        Assert.Equal(records, OpenBench().Store.Entries().OfType<LedgerEntry.RecordBooked>().Count());
        Assert.Equal(
            1_200 - records * 350,
            benches[0].Balance(Guest) + benches[0].Balance(Guest, "TNF"));
        Assert.Equal(benches[0].State, benches[1].State);
        Assert.Empty(benches[1].Problems);
    }
}
