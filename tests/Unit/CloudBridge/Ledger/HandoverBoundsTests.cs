using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Who has the key of a revoked terminal, and the ledger's address: what he can get booked, and what it costs
/// others.</summary>
public sealed class HandoverBoundsTests : HandedInBench
{
    private readonly WatchedStore store;

    public HandoverBoundsTests() => store = new WatchedStore(Ledger.Store);
    [Fact]
    public void What_stands_beside_its_chain_waits_for_a_treasurer_wherever_it_had_written_to()
    {
        var copy = Terminal.Branch();
        Ledger.Take(Sale(), Sale());
        Say(epoch: 1, queueEnd: 3);
        RevokeAndGoOn();

        HandIn(copy.Next(JournalWriter.Beer(Guest)), copy.Next(JournalWriter.Beer(Guest)));

        Assert.Equal((3, 0), (Booked, Forks));
        Assert.Equal(["1/2", "1/3"], Held);
    }

    [Fact]
    public void So_does_what_is_written_in_an_epoch_that_it_had_left()
    {
        Ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2, Clock.Noon));
        var later = new JournalWriter(Owner, epoch: 2);
        Ledger.Take(later.Next(JournalWriter.Beer(Guest)));
        Say(epoch: 2, queueEnd: 2);
        RevokeAndGoOn();

        HandIn(Sale());
        HandIn(later.Next(JournalWriter.Beer(Guest)));

        Assert.Equal(["1/2"], Held);
        Assert.Equal(3, Booked);
    }

    [Fact]
    public void A_word_that_nobody_can_have_written_to_is_cut()
    {
        Say(epoch: 1, queueEnd: 1L << 52);
        RevokeAndGoOn();

        Assert.Equal(
            new RecordPosition(1, 1 + LastWords.MostUnacknowledged),
            Ledger.Store.Read(books => books.Terminal(Site.Bar).QueueEnd));
        Assert.Empty(Ledger.Problems);
        Assert.Equal(Ledger.State, Ledger.Crash().State);
    }

    [Fact]
    public void A_word_that_cannot_be_is_none()
    {
        Say(epoch: 1, queueEnd: 3);
        Say(epoch: 1, queueEnd: -1);
        RevokeAndGoOn();

        Assert.Equal(new RecordPosition(1, 3), Ledger.Store.Read(books => books.Terminal(Site.Bar).QueueEnd));
    }

    [Fact]
    public void One_that_no_log_can_have_is_not_tried_each_second()
    {
        var watched = new LedgerLogic(Site.Id, store, Owner.Ledger, LedgerBench.Options);
        watched.Connected(0);
        watched.Received([Status(epoch: 0, queueEnd: 0)], now: 1, Clock.Noon);
        Assert.Null(Ledger.Treasury.Revoke(Site.Bar, "Ada", "stolen"));
        watched.OnTime(1_000);
        store.Changes = 0;

        watched.OnTime(1_100);

        Assert.Equal(0, store.Changes);
    }

    [Fact]
    public void What_it_says_of_itself_has_an_end()
    {
        Say(epoch: 1, queueEnd: 2);
        RevokeAndGoOn();
        for (var piece = 0; piece < TerminalBook.MostOfItself + 3; piece += 3)
            HandIn(Terminal.Next(Told), Terminal.Next(Told), Terminal.Next(Told));

        // The one that it had said that it has is not among them.
        Assert.Equal(1 + 1 + TerminalBook.MostOfItself, Booked);
        Assert.Equal(2, Held.Count);
    }

    [Fact]
    public void What_was_refused_is_not_booked_because_its_journal_is_taken_from_a_file()
    {
        RevokeAndGoOn();
        var (refused, next) = (Sale(), Sale());
        HandIn(refused);
        Assert.Null(Ledger.Treasury.DecideHeld(Site.Bar, areBooked: false, "after it was stolen", NameOf("1/2")));

        using var file = new MemoryStream(LedgerBench.Message(refused, next).Payload.ToArray());
        var outcomes = new JournalFile(Site.Id, Ledger.Store, Owner.Ledger).Take(file, Clock.Noon).ToList();

        Assert.All(outcomes, outcome => Assert.IsType<IngestOutcome.Held>(outcome));
        Assert.Equal(1, Booked);
        Assert.Equal(["1/3"], Held);
    }

    [Fact]
    public void From_a_file_what_it_had_said_that_it_has_is_booked_and_what_is_later_waits()
    {
        Say(epoch: 1, queueEnd: 3);
        RevokeAndGoOn();
        SignedObject[] lines = [Sale(), Sale(), Sale(), Sale()];

        using var file = new MemoryStream(LedgerBench.Message(lines).Payload.ToArray());
        var outcomes = new JournalFile(Site.Id, Ledger.Store, Owner.Ledger).Take(file, Clock.Noon).ToList();

        Assert.Equal(
            [
                typeof(IngestOutcome.Booked), typeof(IngestOutcome.Booked), typeof(IngestOutcome.Held),
                typeof(IngestOutcome.Held),
            ],
            outcomes.Select(outcome => outcome.GetType()));
        Assert.Equal(3, Booked);
        Assert.Equal(["1/4", "1/5"], Held);

        Assert.Null(Ledger.Treasury.DecideHeld(Site.Bar, areBooked: true, "it hung at the bar", NameOf("1/5")));
        Assert.Equal(5, Booked);
    }

    [Fact]
    public void What_came_since_a_treasurer_looked_is_not_decided()
    {
        RevokeAndGoOn();
        HandIn(Sale(), Sale());

        Assert.Null(Ledger.Treasury.DecideHeld(Site.Bar, areBooked: true, "it hung at the bar", NameOf("1/2")));

        Assert.Equal(2, Booked);
        Assert.Equal(["1/3"], Held);
    }

    [Fact]
    public void A_forgery_that_was_refused_keeps_nothing_genuine_of_its_epoch_out_of_the_books()
    {
        var copy = Terminal.Branch();
        var (second, third, fourth, fifth) = (Sale(), Sale(), Sale(), Sale());
        Say(epoch: 1, queueEnd: 3);
        RevokeAndGoOn();
        var forged = copy.Next(new Fact.FireOpened());
        HandIn(second);
        HandIn(forged);
        Assert.Null(Ledger.Treasury.DecideHeld(Site.Bar, areBooked: false, "not of its journal", NameOf("1/2")));

        HandIn(second, third, fourth, fifth);
        HandIn(copy.Next(JournalWriter.Beer(Guest)));

        Assert.Equal(3, Booked);
        Assert.Equal(["1/3", "1/4", "1/5"], Held);
        Assert.Contains("only be refused", Ledger.Treasury.DecideHeld(
            Site.Bar, areBooked: true, "it follows what was refused", NameOf("1/3"))?.What, StringComparison.Ordinal);
        Assert.Null(Ledger.Treasury.DecideHeld(Site.Bar, areBooked: true, "it hung at the bar", NameOf("1/5")));
        Assert.Equal((5, 0), (Booked, Forks));
        Assert.Equal(["1/3"], Held);
        Assert.Empty(Ledger.Problems);
        Assert.Equal(Ledger.State, Ledger.Crash().State);
    }

    [Fact]
    public void A_forgery_of_its_place_that_was_refused_gives_it_up()
    {
        var copy = Terminal.Branch();
        RevokeAndGoOn();
        HandIn(copy.Next(JournalWriter.Beer(Guest)));
        Assert.Null(Ledger.Treasury.DecideHeld(Site.Bar, areBooked: false, "a copy wrote it", NameOf("1/2")));

        HandIn(Sale(), Sale());

        Assert.Null(Ledger.Treasury.DecideHeld(Site.Bar, areBooked: true, "it hung at the bar", NameOf("1/3")));
        Assert.Equal((3, 0), (Booked, Forks));
        Assert.Empty(Ledger.Problems);
    }

    /// <summary>Lower places and epochs that were left are whoever's who has the key, and can come at any time.
    /// </summary>
    [Fact]
    public void What_came_beside_a_branch_is_not_decided_with_it()
    {
        var copy = Terminal.Branch();
        Ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2, Clock.Noon));
        var later = new JournalWriter(Owner, epoch: 2);
        Ledger.Take(Sale(), Sale(), later.Next(JournalWriter.Beer(Guest)));
        RevokeAndGoOn();
        HandIn(later.Next(JournalWriter.Beer(Guest)), later.Next(JournalWriter.Beer(Guest)));
        HandIn(copy.Next(JournalWriter.Beer(Guest)), copy.Next(JournalWriter.Beer(Guest)));
        Assert.Equal(["1/2", "1/3", "2/2", "2/3"], Held);
        Assert.Equal(
            [
                ("2/2", false, "they take 700 TLF"),
                ("1/2", true, "they take 700 TLF"),
            ],
            HeldRows.Select(row => (
                row.Record, row.What.Contains("beside what is booked", StringComparison.Ordinal),
                row.What.Split("; ")[1])));

        Assert.Null(Ledger.Treasury.DecideHeld(Site.Bar, areBooked: true, "it hung at the bar", NameOf("2/3")));

        Assert.Equal((6, 0), (Booked, Forks));
        Assert.Equal(["1/2", "1/3"], Held);
        Assert.Contains("no record", Ledger.Treasury.DecideHeld(
            Site.Bar, areBooked: true, "nobody held this", new RecordName(1, 3, Digest.Zero))?.What,
            StringComparison.Ordinal);
        Assert.Empty(Ledger.Problems);
    }

    [Fact]
    public void What_follows_nothing_that_is_here_cannot_be_booked()
    {
        RevokeAndGoOn();
        HandIn(Sale(), Sale());
        Terminal.Branch();
        HandIn(Terminal.InPlaceOfTheLast(new Fact.FireOpened(), new Digest(7, 7)));
        var stray = Ledger.Store.Read(
            books => books.Terminal(Site.Bar).Held.Undecided.Single(line => line.Previous == new Digest(7, 7)).Name);

        Assert.Contains("is not booked", Ledger.Treasury.DecideHeld(
            Site.Bar, areBooked: true, "what is it", stray)?.What, StringComparison.Ordinal);

        Assert.Null(Ledger.Treasury.DecideHeld(Site.Bar, areBooked: false, "nobody knows", stray));
        Assert.Equal(["1/2", "1/3"], Held);
    }

    [Fact]
    public void What_was_refused_makes_room()
    {
        var held = new HeldLines();
        var chain = new EpochChain(1, null);
        for (var number = 1; number <= HeldLines.MostLines; number++)
            held.Add(
                new HeldLine(
                    new(1, number), new Digest((uint)number, 0), new Digest((uint)number - 1, 0), "line", 0)
                {
                    Fact = null,
                },
                chain);
        Assert.False(held.HasRoomFor(1));

        held.Decide(new LedgerEntry.HeldDecided(
            Site.Bar, 1, HeldLines.MostLines, new Digest(HeldLines.MostLines, 0), AreBooked: false, ""), chain);

        Assert.True(held.HasRoomFor(1));
    }

    [Fact]
    public void Neither_strangers_nor_what_is_there_already_change_the_books()
    {
        using var thief = new Site();
        var first = Sale();
        HandIn(first);
        store.Changes = 0;

        HandIn(first);
        Assert.False(Handover.Take(
            Site.Bar,
            LedgerBench.Message(new JournalWriter(thief).Next(JournalWriter.Beer(Guest))).Payload,
            Clock.Noon).Succeeded(out _, out _));
        Assert.False(Handover.Take(Site.Bar, "nonsense\n"u8.ToArray(), Clock.Noon).Succeeded(out _, out _));

        Assert.Equal(0, store.Changes);
    }

    [Fact]
    public void Nobody_waits_for_the_books_while_an_answer_is_signed()
    {
        var request = new StandingRequest(Site.Id, Addressee.Ledger, Site.Bar, new Nonce(1));

        Assert.True(Handover.Answer(SignedMessage.Sign(request, Owner.Terminal).Compact).Succeeded(out _, out _));
        HandIn(Sale());

        Assert.Equal(0, store.SignedWithin);
    }

    [Fact]
    public void What_cannot_be_taken_is_told_and_kept_under_the_name_of_who_has_signed_it()
    {
        using var thief = new Site();
        var strange = new JournalWriter(thief).Next(JournalWriter.Beer(Guest));
        var early = new JournalWriter(Owner, epoch: 7).Next(JournalWriter.Beer(Guest));
        var other = new JournalWriter(Owner).Next(JournalWriter.Beer(Guest), TerminalId.Parse("gate-7"));
        foreach (var line in new[] { strange, early, other })
            Handover.Take(Site.Bar, LedgerBench.Message(line).Payload, Clock.Noon);

        var said = Ledger.Logic.OnTime(2_000);

        Assert.Equal(
            [
                (null, "UnknownKey", Clock.Noon), (Site.Bar, RejectedLines.NotGranted, Clock.Noon),
                (Site.Bar, "WrongAddressee", Clock.Noon),
            ],
            said.OfType<LedgerAction.KeepRejected>().Select(kept => (kept.Terminal, kept.Kind, kept.AtMilliseconds)));
        Assert.Equal(3, said.OfType<LedgerAction.Report>().Count());
        Assert.Empty(Ledger.Logic.OnTime(3_000).OfType<LedgerAction.KeepRejected>());
    }

    [Fact]
    public void What_strangers_send_does_not_pile_up()
    {
        using var thief = new Site();
        var line = LedgerBench.Message(new JournalWriter(thief).Next(JournalWriter.Beer(Guest))).Payload;
        for (var times = 0; times < 3 * HandedIn.Most; times++)
            Handover.Take(Site.Bar, line, Clock.Noon);

        Handover.Take(
            Site.Bar,
            LedgerBench.Message(new JournalWriter(Owner, epoch: 7).Next(JournalWriter.Beer(Guest))).Payload,
            Clock.Noon);

        var kept = Ledger.Logic.OnTime(2_000).OfType<LedgerAction.KeepRejected>().Select(row => row.Terminal).ToList();
        Assert.Equal(HandedIn.MostOfStrangers, kept.Count(terminal => terminal is null));
        // What is wrong with a terminal of ours is not hidden by it.
        Assert.Equal(1, kept.Count(terminal => terminal == Site.Bar));
    }

    private protected override Handover Handover => new(Site.Id, store, new WatchedSigner(Owner.Ledger, store))
    {
        HandedIn = Ledger.Logic.HandedIn,
    };

    private int Forks => Ledger.Store.Entries().OfType<LedgerEntry.ForkBooked>().Count();

    /// <summary>The one record that is held there.</summary>
    private RecordName NameOf(string position) => Ledger.Store.Read(books =>
        books.Terminal(Site.Bar).Held.Undecided.Single(line => line.Position.ToString() == position).Name);
}
