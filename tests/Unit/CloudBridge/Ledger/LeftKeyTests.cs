using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>
/// What somebody does with the key that a terminal is to leave, or has left: it becomes nobody's money, bars nobody's
/// journal, and no decision about it breaks the books.
/// </summary>
public sealed class LeftKeyTests : IDisposable
{
    private readonly KeyChangeBench bench = new();

    private LedgerBench Ledger => bench.Ledger;

    public void Dispose()
    {
        Assert.Empty(Ledger.Problems);
        bench.Dispose();
    }

    /// <summary>It waits for a gap that nobody fills any more, and that a treasurer is shown.</summary>
    [Fact]
    public void What_somebody_parked_is_booked_beside_the_chain_and_in_no_other_way()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        bench.Granted();
        var opened = bench.Opened();
        var thief = bench.First.Branch();
        thief.Next(new Fact.FireOpened());
        var parked = thief.Next(KeyChangeBench.Beer);
        Ledger.Take(parked);
        Ledger.Take(opened);

        var gap = Ledger.Store.Read(books => Assert.Single(OpenGap.All(books)));
        Assert.True(gap.IsLeft);
        Assert.Equal(
            ReconcileReport.ToDoOfLeftGap,
            Ledger.Store.Read(books => ReconcileReport.Open(books, [], TimeProvider.System.GetUtcNow()))
                .Single(row => row.Kind == "gap").ToDo);
        Assert.Contains(
            "book-waiting",
            Ledger.Treasury.CloseGap(Site.Bar, gap.Through, "seen", evenIfYoung: true),
            StringComparison.Ordinal);
        Assert.Null(Ledger.Treasury.BookWaiting(
            Site.Bar, new RecordPosition(1, 3), "seen", parked.Hash(), evenIfYoung: true));
        Ledger.Logic.OnTime(1_000);

        Assert.Equal(1, bench.Records(1));
        Assert.Contains(Ledger.Rows, row => row.Kind == RowKind.Fork);
        Assert.Empty(Ledger.Store.Read(books => OpenGap.All(books).ToList()));
        Assert.Equal(Ledger.State, Ledger.Crash().State);
    }

    [Fact]
    public void What_is_missing_under_it_is_asked_for_until_it_is_left()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        bench.Granted();
        var opened = bench.Opened();
        var thief = bench.First.Branch();
        thief.Next(new Fact.FireOpened());
        Ledger.Take(thief.Next(KeyChangeBench.Beer));
        var asks = new MissingRecords(Site.Id);
        Assert.Empty(Ask(0));
        Assert.Single(Ask(20_000));

        Ledger.Take(opened);

        Assert.Empty(Ask(200_000));
        Assert.Empty(Ask(400_000));

        List<LedgerAction> Ask(long now) => Ledger.Store.Read(books => asks.Ask(books, now));
    }

    /// <summary>Whoever has the former key can write any number of starts; the machine's own may be as many.</summary>
    [Fact]
    public void However_much_is_handed_in_under_it_the_next_key_begins_and_its_sales_wait_for_a_treasurer()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        bench.Granted();
        SignedObject[] own = [bench.Opened(), bench.Second.Next(KeyChangeBench.Beer)];
        Assert.Null(Ledger.Treasury.Revoke(Site.Bar, "Ada", "stolen"));
        var thief = bench.First.Branch();
        for (var piece = 0; piece < TerminalBook.MostOfItself + 20; piece += 20)
            HandIn([.. Enumerable.Range(0, 20).Select(_ => thief.Next(Start))]);
        Assert.NotEmpty(Ledger.Store.Read(books => books.Terminal(Site.Bar).Held.Undecided.ToList()));

        var ack = HandIn(own);

        Assert.Equal((bench.Next.KeyId, 1L), (bench.Present, bench.Records(2)!.Value));
        Assert.Contains(ack.Epochs, row => row is { Epoch: 2, Sequence: 2 });
        Assert.Contains(
            Ledger.Store.Read(books => books.Terminal(Site.Bar).Held.Undecided.ToList()),
            line => line.Position == new RecordPosition(2, 2));
        Assert.Equal(Ledger.State, Ledger.Crash().State);
    }

    /// <summary>It would be held: it is not what begins a key.</summary>
    [Fact]
    public void A_first_record_that_says_another_one_again_is_none()
    {
        var sold = bench.First.Next(KeyChangeBench.Beer);
        Ledger.Take(sold);
        bench.Granted();
        Assert.Null(Ledger.Treasury.Revoke(Site.Bar, "Ada", "stolen"));

        HandIn(bench.Second.Again(KeyChangeBench.Opening(bench.First.End), JournalWriter.NameOf(sold)));

        Assert.Equal(bench.Site.Terminal.KeyId, bench.Present);
        Assert.True(Ledger.Store.Read(books => books.Terminal(Site.Bar).Held.IsEmpty));
    }

    /// <summary>As earlier builds may have held one.</summary>
    [Fact]
    public void A_key_is_not_taken_back_while_a_record_under_it_waits_for_a_treasurer()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        bench.Granted();
        Assert.Null(Ledger.Treasury.Revoke(Site.Bar, "Ada", "stolen"));
        var opened = bench.Opened();
        Ledger.Add(new LedgerEntry.RecordHeld(
            Site.Bar, Encoding.ASCII.GetString(opened.Compact.Span), Clock.Noon));

        var why = TakeBack();

        Assert.Contains("ledger terminal held bar-1", why, StringComparison.Ordinal);
        Assert.Single(
            Ledger.Store.Read(books => ReconcileReport.Open(books, [], TimeProvider.System.GetUtcNow())),
            row => row.Kind == ReconcileReport.Held);
        Assert.Null(Ledger.Treasury.DecideHeld(
            Site.Bar, areBooked: false, "not its own", new RecordName(2, 1, opened.Hash())));
        Assert.Null(TakeBack());

        string? TakeBack() => Ledger.Store.Change(draft => draft.TryAdd(
            new LedgerEntry.TerminalRefused(Site.Bar, Clock.Noon, Key: bench.Next.KeyId)));
    }

    [Fact]
    public void Another_key_is_not_granted_over_one_whose_first_record_is_here()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        bench.First.Next(KeyChangeBench.Beer);
        bench.Granted();
        Ledger.Take(bench.Opened());
        Assert.NotNull(Ledger.Store.Read(books => books.Terminal(Site.Bar).Keys.Waiting));
        using var other = Es256Signer.Create();

        var why = Ledger.Store.Change(draft => draft.TryAdd(KeyChangeBench.Grant(other)));

        Assert.Contains("take it back first", why, StringComparison.Ordinal);
        Assert.Null(Ledger.Store.Change(draft => draft.TryAdd(KeyChangeBench.Grant(bench.Next))));
    }

    private static Fact Start => new Fact.BeatHeard(null, 1, Clock.Noon);

    private AckMessage HandIn(params SignedObject[] lines)
    {
        Assert.True(new Handover(Site.Id, Ledger.Store, bench.Site.Ledger)
            .Take(Site.Bar, LedgerBench.Message(lines).Payload, Clock.Noon).Succeeded(out var ack, out _));
        return SignedMessage.Read<AckMessage>(
            ack!.Compact, bench.Site.LedgerKeys, Site.Id, Addressee.Of(Site.Bar)).OrThrow();
    }
}
