using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Branches of what a revoked terminal handed in: what a treasurer's decision takes of them, and what
/// not.</summary>
public sealed class HeldBranchTests : HandedInBench
{
    /// <summary>A copy was taken when some of them had been written.</summary>
    [Fact]
    public void To_refuse_a_branch_refuses_nothing_that_another_has_as_well()
    {
        var (second, third) = (Sale(), Sale());
        var copy = Terminal.Branch();
        var (fourth, forged) = (Sale(), copy.Next(JournalWriter.Beer(Guest)));
        RevokeAndGoOn();
        HandIn(second, third, fourth);
        HandIn(forged);
        Assert.Contains(
            $"1 records from 1/4 through 1/4:{forged.Hash()} were handed in after it was revoked, behind 2 that",
            string.Join('\n', HeldRows.Select(row => row.What)),
            StringComparison.Ordinal);

        Assert.Equal(2, Ledger.Store.Read(ReconcileReport.OpenInBooks)["held"]);

        Assert.Null(Refuse(forged));
        Assert.Equal(["1/2", "1/3", "1/4"], Held);
        Assert.Null(Book(fourth));

        Assert.Equal(4, Booked);
        Assert.Empty(Held);
        HandIn(forged);
        Assert.Empty(Held);
        Assert.Empty(Ledger.Problems);
        Assert.Equal(Ledger.State, Ledger.Crash().State);
    }

    /// <summary>It was stolen between two of its records: nobody can read their hashes from the machine any more.
    /// </summary>
    [Fact]
    public void A_branch_is_cut_where_one_record_stands_in_a_place_and_named_by_its_hash_where_several_do()
    {
        var (second, third) = (Sale(), Sale());
        var copy = Terminal.Branch();
        var stolen = Sale();
        RevokeAndGoOn();
        HandIn(second, third, stolen);

        Assert.Null(Ledger.Treasury.FlawOfPlace(Site.Bar, new RecordPosition(1, 3), out var hash));
        Assert.Equal(third.Hash(), hash);
        Assert.Null(Book(third));
        Assert.Equal(3, Booked);
        Assert.Equal(["1/4"], Held);

        HandIn(copy.Next(new Fact.FireOpened()));
        Assert.Contains(
            "2 records of bar-1 claim 1/4",
            Ledger.Treasury.FlawOfPlace(Site.Bar, new RecordPosition(1, 4), out hash),
            StringComparison.Ordinal);
        Assert.Null(hash);
        Assert.Contains(
            "no record 1/9",
            Ledger.Treasury.FlawOfPlace(Site.Bar, new RecordPosition(1, 9), out hash),
            StringComparison.Ordinal);
        Assert.Equal(
            [stolen.Hash().ToString()],
            Ledger.Store.Read(books => DescribedOf(books.Terminal(Site.Bar)))
                .Where(line => line.Contains("they take 350 TLF", StringComparison.Ordinal))
                .Select(line => line.Split(':', ' ')[1]));
    }

    [Fact]
    public void Who_claims_to_follow_a_record_from_another_place_hides_nothing()
    {
        var (second, third) = (Sale(), Sale());
        RevokeAndGoOn();
        HandIn(second, third);

        HandIn(RecordLine.Write(Records.At(2, new Fact.FireOpened(), third.Hash()), Owner.Terminal));

        Assert.Contains(
            $"2 records from 1/2 through 1/3:{third.Hash()}", HeldRows.First().What, StringComparison.Ordinal);
        Assert.Null(Book(third));
        Assert.Equal(3, Booked);
    }

    [Fact]
    public void Any_number_of_forgeries_leaves_what_follows_the_books_in_the_first_row()
    {
        var (second, third) = (Sale(), Sale());
        RevokeAndGoOn();
        HandIn(second, third);
        for (var number = 0; number < HeldReport.MostRows + 10; number++)
            HandIn(RecordLine.Write(
                Records.At(1, new Fact.FaultRaised("PanelLost", $"{number}"), Digest.Zero), Owner.Terminal));

        Assert.Equal(HeldReport.MostRows, HeldRows.Count());
        Assert.Contains($"through 1/3:{third.Hash()}", HeldRows.First().What, StringComparison.Ordinal);
    }

    /// <summary>It had come over the broker, behind one that had not.</summary>
    [Fact]
    public void What_waited_for_others_and_is_refused_counts_no_more()
    {
        var (second, third) = (Sale(), Sale());
        Ledger.Take(third);
        RevokeAndGoOn();
        HandIn(second, third);

        Assert.Null(Refuse(third));

        Assert.Equal(0, Ledger.Store.Read(books => books.Terminal(Site.Bar).Waiting));
        Assert.DoesNotContain(Report, row => row.Kind == "gap");
        Assert.Equal(1, Booked);
        Assert.Empty(Ledger.Problems);
        Assert.Equal(Ledger.State, Ledger.Crash().State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_forgery_that_was_refused_keeps_the_rest_of_the_journal_from_nothing(bool isRefusedFirst)
    {
        var copy = Terminal.Branch();
        SignedObject[] genuine = [Sale(), Sale(), Sale(), Sale()];
        RevokeAndGoOn();
        var forged = copy.Next(JournalWriter.Beer(Guest));
        HandIn(forged);
        if (!isRefusedFirst)
            HandIn(genuine);
        Assert.Null(Refuse(forged));

        HandIn(genuine);

        Assert.Equal(["1/2", "1/3", "1/4", "1/5"], Held);
        Assert.Equal(5, Ledger.Store.Read(books => books.Terminal(Site.Bar).StoredEnds.Single().Sequence));
        Assert.Null(Book(genuine[^1]));
        Assert.Equal(5, Booked);
        Assert.Empty(Ledger.Problems);
        Assert.Equal(Ledger.State, Ledger.Crash().State);
    }

    /// <summary>Its line took the place of the terminal's own, within what that had said that it has.</summary>
    [Fact]
    public void What_somebody_else_wrote_in_its_place_does_not_end_what_it_hands_in()
    {
        var copy = Terminal.Branch();
        SignedObject[] genuine = [Sale(), Sale(), Sale(), Sale()];
        Say(epoch: 1, queueEnd: 5);
        RevokeAndGoOn();
        HandIn(copy.Next(JournalWriter.Beer(Guest)));
        Assert.Equal(2, Booked);

        Assert.Equal(new EpochAck(1, 3, genuine[1].Hash()), HandIn(genuine[..2]).Epochs.Single());
        Assert.Equal(new EpochAck(1, 5, genuine[3].Hash()), HandIn(genuine[2..]).Epochs.Single());
        Assert.Equal(new EpochAck(1, 5, genuine[3].Hash()), HandIn(genuine).Epochs.Single());

        Assert.Equal(["1/2", "1/3", "1/4", "1/5"], Held);
        Assert.Null(Book(genuine[3]));
        Assert.Equal(6, Booked + Ledger.Store.Entries().OfType<LedgerEntry.ForkBooked>().Count());
        Assert.Equal(new EpochAck(1, 5, genuine[3].Hash()), HandIn(genuine[3]).Epochs.Single());
        Assert.Empty(Ledger.Problems);
        Assert.Equal(Ledger.State, Ledger.Crash().State);
    }

    [Fact]
    public void What_somebody_else_wrote_behind_it_does_not_end_it_either()
    {
        var (second, third) = (Sale(), Sale());
        var copy = Terminal.Branch();
        RevokeAndGoOn();
        HandIn(second, third, copy.Next(JournalWriter.Beer(Guest)), copy.Next(JournalWriter.Beer(Guest)));

        Assert.Equal(new EpochAck(1, 3, third.Hash()), HandIn(second, third).Epochs.Single());
    }

    /// <summary>Whoever has heard its lines may hand one in: the terminal must not take it for all before it.</summary>
    [Fact]
    public void A_branch_of_which_records_are_missing_is_not_acknowledged_before_they_come()
    {
        var copy = Terminal.Branch();
        var (second, third, fourth) = (Sale(), Sale(), Sale());
        Say(epoch: 1, queueEnd: 5);
        RevokeAndGoOn();
        var forged = copy.Next(JournalWriter.Beer(Guest));

        Assert.Equal(forged.Hash(), HandIn(forged, third).Epochs.Single().Hash);
        Assert.Equal(["1/3"], Held);
        Assert.Equal(forged.Hash(), HandIn(third, fourth).Epochs.Single().Hash);
        Assert.Equal(["1/3"], Held);

        Assert.Equal(new EpochAck(1, 4, fourth.Hash()), HandIn(second, third, fourth).Epochs.Single());
        Assert.Equal(["1/2", "1/3", "1/4"], Held);
        Assert.Empty(Ledger.Problems);
        Assert.Equal(Ledger.State, Ledger.Crash().State);
    }

    /// <summary>It must not take what a thief wrote in its place, however much, for its own being here.</summary>
    [Fact]
    public void Where_nothing_of_what_is_handed_in_can_be_stored_the_ack_names_what_it_follows()
    {
        var copy = Terminal.Branch();
        var (second, third, fourth) = (Sale(), Sale(), Sale());
        RevokeAndGoOn();
        HandIn([.. Enumerable.Range(0, 5).Select(_ => copy.Next(JournalWriter.Beer(Guest)))]);
        HandIn(second);

        Assert.Equal(
            new EpochAck(1, 2, second.Hash()), Ledger.Store.Read(books => StoredEndOf(books, third)));
        // The one that was booked before it was revoked.
        Assert.Equal(1, Ledger.Store.Read(books => StoredEndOf(books, fourth)).Sequence);
        Assert.Equal(6, Ledger.Store.Read(books => books.Terminal(Site.Bar).StoredEnds.Single().Sequence));

        static EpochAck StoredEndOf(LedgerBooks books, SignedObject line) =>
            books.Terminal(Site.Bar).StoredEndsOf([StoredLine.Read(line.Compact, Site.Id).OrThrow()]).Single();
    }

    /// <summary>Each is booked, whatever it says that it says again.</summary>
    [Fact]
    public void A_row_sums_what_two_records_say_differently_of_one()
    {
        var missing = Sale();
        var one = JournalWriter.Beer(Guest);
        var two = one with
        {
            Basket = [Kiosks.Beer.Line(2)],
            Payments = [one.Payments[0] with { Parts = [Records.Amount("TLF", 700)] }],
        };
        Ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2, Clock.Noon));
        var later = new JournalWriter(Owner, epoch: 2);
        RevokeAndGoOn();
        HandIn(
            later.Again(one, JournalWriter.NameOf(missing)),
            later.Again(two, JournalWriter.NameOf(missing)));

        Assert.Contains("; they take 1050 TLF; ", HeldRows.Single().What, StringComparison.Ordinal);
    }

    /// <summary>An epoch was lost and granted again: what was written before is said once more.</summary>
    [Fact]
    public void A_row_sums_nothing_that_is_booked_already_and_nothing_twice()
    {
        var second = Sale();
        Ledger.Take(second);
        Ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2, Clock.Noon));
        var later = new JournalWriter(Owner, epoch: 2);
        RevokeAndGoOn();
        var third = Sale();
        HandIn(
            later.Again(JournalWriter.Beer(Guest), JournalWriter.NameOf(second)),
            later.Again(JournalWriter.Beer(Guest), JournalWriter.NameOf(third)),
            later.Again(JournalWriter.Beer(Guest), JournalWriter.NameOf(third)),
            later.Next(JournalWriter.Beer(Guest)));

        Assert.Contains(
            "; they take 700 TLF, and so many say again what others say: 2; ",
            HeldRows.Single().What,
            StringComparison.Ordinal);
        Assert.Contains(
            "they move nothing",
            Ledger.Store.Read(books => DescribedOf(books.Terminal(Site.Bar)))[0],
            StringComparison.Ordinal);
    }

    private static List<string> DescribedOf(TerminalBook book) =>
        [.. book.Held.Undecided.Select(line => HeldReport.Describe(book, line))];

    private string? Book(SignedObject through) => Decide(through, areBooked: true);

    private string? Refuse(SignedObject through) => Decide(through, areBooked: false);

    private string? Decide(SignedObject through, bool areBooked) =>
        Ledger.Treasury.DecideHeld(Site.Bar, areBooked, "looked at", JournalWriter.NameOf(through))?.What;
}
