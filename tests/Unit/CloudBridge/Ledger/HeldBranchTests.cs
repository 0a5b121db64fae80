using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Branches of what a revoked terminal handed in: what a treasurer's decision takes of them, and what
/// not.</summary>
public sealed class HeldBranchTests : IDisposable
{
    private const string Guest = "04E141125B3C80";

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public HeldBranchTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 9000"));
        terminal = new JournalWriter(site);
        ledger.Logic.Connected(0);
        ledger.Take(Sale());
    }

    public void Dispose() => site.Dispose();

    /// <summary>A copy was taken when some of them had been written.</summary>
    [Fact]
    public void To_refuse_a_branch_refuses_nothing_that_another_has_as_well()
    {
        var (second, third) = (Sale(), Sale());
        var copy = terminal.Branch();
        var (fourth, forged) = (Sale(), copy.Next(JournalWriter.Beer(Guest)));
        Revoke();
        HandIn(second, third, fourth);
        HandIn(forged);
        Assert.Contains(
            $"1 records from 1/4 through 1/4:{forged.Hash()} were handed in after it was revoked, behind 2 that",
            string.Join('\n', Report.Select(row => row.What)),
            StringComparison.Ordinal);

        Assert.Null(Refuse(forged));
        Assert.Equal([(1L, 2L), (1L, 3L), (1L, 4L)], Held);
        Assert.Null(Book(fourth));

        Assert.Equal(4, Booked);
        Assert.Empty(Held);
        HandIn(forged);
        Assert.Empty(Held);
        Assert.Empty(ledger.Problems);
        Assert.Equal(ledger.State, ledger.Crash().State);
    }

    /// <summary>It was stolen between two of its records: nobody can read their hashes from the machine any more.
    /// </summary>
    [Fact]
    public void A_branch_is_cut_where_one_record_stands_in_a_place_and_named_by_its_hash_where_several_do()
    {
        var (second, third) = (Sale(), Sale());
        var copy = terminal.Branch();
        var stolen = Sale();
        Revoke();
        HandIn(second, third, stolen);

        Assert.Null(ledger.Treasury.FlawOfPlace(Site.Bar, new RecordPosition(1, 3), out var hash));
        Assert.Equal(third.Hash(), hash);
        Assert.Null(Book(third));
        Assert.Equal(3, Booked);
        Assert.Equal([(1L, 4L)], Held);

        HandIn(copy.Next(new Fact.FireOpened()));
        Assert.Contains(
            "2 records of bar-1 claim 1/4",
            ledger.Treasury.FlawOfPlace(Site.Bar, new RecordPosition(1, 4), out hash),
            StringComparison.Ordinal);
        Assert.Null(hash);
        Assert.Contains(
            "no record 1/9",
            ledger.Treasury.FlawOfPlace(Site.Bar, new RecordPosition(1, 9), out hash),
            StringComparison.Ordinal);
        Assert.Equal(
            [stolen.Hash().ToString()],
            ledger.Store.Read(books => books.Terminal(Site.Bar).Held.Undecided.Select(HeldReport.Describe).ToList())
                .Where(line => line.Contains("they take 350 TLF", StringComparison.Ordinal))
                .Select(line => line.Split(':', ' ')[1]));
    }

    [Fact]
    public void Who_claims_to_follow_a_record_from_another_place_hides_nothing()
    {
        var (second, third) = (Sale(), Sale());
        Revoke();
        HandIn(second, third);

        HandIn(RecordLine.Write(Records.At(2, new Fact.FireOpened(), third.Hash()), site.Terminal));

        Assert.Contains(
            $"2 records from 1/2 through 1/3:{third.Hash()}", Report.First().What, StringComparison.Ordinal);
        Assert.Null(Book(third));
        Assert.Equal(3, Booked);
    }

    [Fact]
    public void Any_number_of_forgeries_leaves_what_follows_the_books_in_the_first_row()
    {
        var (second, third) = (Sale(), Sale());
        Revoke();
        HandIn(second, third);
        for (var number = 0; number < HeldReport.MostRows + 10; number++)
            HandIn(RecordLine.Write(
                Records.At(1, new Fact.FaultRaised("PanelLost", $"{number}"), Digest.Zero), site.Terminal));

        Assert.Equal(HeldReport.MostRows, Report.Count());
        Assert.Contains($"through 1/3:{third.Hash()}", Report.First().What, StringComparison.Ordinal);
    }

    /// <summary>It had come over the broker, behind one that had not.</summary>
    [Fact]
    public void What_waited_for_others_and_is_refused_counts_no_more()
    {
        var (second, third) = (Sale(), Sale());
        ledger.Take(third);
        Revoke();
        HandIn(second, third);

        Assert.Null(Refuse(third));

        Assert.Equal(0, ledger.Store.Read(books => books.Terminal(Site.Bar).Waiting));
        Assert.DoesNotContain(AllRows, row => row.Kind == "gap");
        Assert.Equal(1, Booked);
        Assert.Empty(ledger.Problems);
        Assert.Equal(ledger.State, ledger.Crash().State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_forgery_that_was_refused_keeps_the_rest_of_the_journal_from_nothing(bool isRefusedFirst)
    {
        var copy = terminal.Branch();
        SignedObject[] genuine = [Sale(), Sale(), Sale(), Sale()];
        Revoke();
        var forged = copy.Next(JournalWriter.Beer(Guest));
        HandIn(forged);
        if (!isRefusedFirst)
            HandIn(genuine);
        Assert.Null(Refuse(forged));

        HandIn(genuine);

        Assert.Equal([(1L, 2L), (1L, 3L), (1L, 4L), (1L, 5L)], Held);
        Assert.Equal(5, ledger.Store.Read(books => books.Terminal(Site.Bar).StoredEnds.Single().Sequence));
        Assert.Null(Book(genuine[^1]));
        Assert.Equal(5, Booked);
        Assert.Empty(ledger.Problems);
        Assert.Equal(ledger.State, ledger.Crash().State);
    }

    private int Booked => ledger.Store.Entries().OfType<LedgerEntry.RecordBooked>().Count();

    private IReadOnlyList<ReportRow> AllRows => ledger.Store.Read(books =>
        ReconcileReport.Of(books, [], DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon)).ToList());

    private IEnumerable<ReportRow> Report => AllRows.Where(row => row.Kind == "held");

    private IReadOnlyList<(long, long)> Held => ledger.Store.Read(books => books.Terminal(Site.Bar).Held.Undecided
        .Select(line => (line.Position.Epoch, line.Position.Sequence)).ToList());

    private SignedObject Sale() => terminal.Next(JournalWriter.Beer(Guest));

    private string? Book(SignedObject through) => Decide(through, areBooked: true);

    private string? Refuse(SignedObject through) => Decide(through, areBooked: false);

    private string? Decide(SignedObject through, bool areBooked) =>
        ledger.Treasury.DecideHeld(Site.Bar, areBooked, "looked at", JournalWriter.NameOf(through));

    private void Revoke()
    {
        Assert.Null(ledger.Treasury.Revoke(Site.Bar, "Ada", "stolen"));
        ledger.Logic.OnTime(1_000);
    }

    private void HandIn(params SignedObject[] lines) => Assert.True(
        new Handover(Site.Id, ledger.Store, site.Ledger)
            .Take(Site.Bar, LedgerBench.Message(lines).Payload, Clock.Noon).Succeeded(out _, out _));
}
