using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>A revoked terminal asks how it stands, and hands its journal in; a treasurer decides on the rest.</summary>
public sealed class HandoverTests : HandedInBench
{
    [Fact]
    public void A_terminal_is_told_how_it_stands_to_what_it_asked()
    {
        Assert.Null(Ask(new Nonce(1)).Revoked);
        Revoke();

        var answer = Ask(new Nonce(2));

        Assert.Equal((1, Clock.Noon), (answer.Revoked!.Number, answer.Revoked.AtMilliseconds));
        Assert.Equal((new Nonce(2), Owner.Terminal.KeyId), (answer.Nonce, answer.Key));
    }

    [Fact]
    public void Nobody_else_is_told_anything()
    {
        using var stranger = Es256Signer.Create();
        var request = new StandingRequest(Site.Id, Addressee.Ledger, Site.Bar, new Nonce(1));

        Assert.Equal(FormatErrorKind.UnknownKey, Refused(request, stranger));
        Assert.Equal(
            FormatErrorKind.UnknownKey,
            Refused(request with { Terminal = TerminalId.Parse("gate-7") }, Owner.Terminal));
        Assert.Equal(
            FormatErrorKind.WrongAddressee, Refused(request with { Site = SiteId.Parse("other") }, Owner.Terminal));

        FormatErrorKind Refused(StandingRequest asked, Es256Signer signer) =>
            Handover.Answer(SignedMessage.Sign(asked, signer).Compact).Succeeded(out _, out var error)
                ? throw new InvalidOperationException("It was answered.")
                : error.Kind;
    }

    [Fact]
    public void What_it_had_said_that_it_has_is_booked_and_the_rest_waits_for_a_treasurer()
    {
        Say(epoch: 1, queueEnd: 3);
        Revoke();
        Ledger.Logic.OnTime(1_000);
        var (second, third, fourth) = (Sale(), Sale(), Sale());

        var ack = HandIn(second, third, fourth, Terminal.Next(Told));

        Assert.Equal(5, Assert.Single(ack.Epochs).Sequence);
        Assert.Equal(3, Booked);
        Assert.Equal(9000 - (3 * 350), Ledger.Listed(Guest));
        var row = Assert.Single(Report, row => row.Kind == "held");
        Assert.Contains("2 records from 1/4 through 1/5:", row.What, StringComparison.Ordinal);
        Assert.Contains("it had written 1/3", row.What, StringComparison.Ordinal);
        Assert.Empty(Ledger.Problems);
    }

    /// <summary>The broker may have another word of it by now: somebody else's, who has its key.</summary>
    [Fact]
    public void What_is_said_in_its_name_from_then_on_moves_nothing()
    {
        Say(epoch: 1, queueEnd: 2);
        Revoke();
        Say(epoch: 1, queueEnd: 9);
        Ledger.Logic.OnTime(1_000);

        HandIn(Sale(), Sale());

        Assert.Equal(2, Booked);
        Assert.Single(Ledger.Store.Entries().OfType<LedgerEntry.RecordHeld>());
    }

    [Fact]
    public void Where_nobody_had_heard_it_all_that_is_new_waits()
    {
        Revoke();
        Ledger.Logic.OnTime(1_000);

        HandIn(Sale());

        Assert.Equal(1, Booked);
        Assert.Contains("nobody knows how far", Report.Single(row => row.Kind == "held").What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_says_only_of_itself_needs_no_treasurer()
    {
        Revoke();

        var ack = HandIn(Terminal.Next(Told));

        Assert.Equal(2, Assert.Single(ack.Epochs).Sequence);
        Assert.DoesNotContain(Report, row => row.Kind == "held");
    }

    [Fact]
    public void A_terminal_that_stands_hands_in_as_over_the_broker()
    {
        HandIn(Sale(), Sale());

        Assert.Equal(3, Booked);
        Assert.Empty(Ledger.Problems);
    }

    [Fact]
    public void Handed_in_twice_it_is_there_once_and_from_where_it_broke_off()
    {
        Revoke();
        var (second, third) = (Sale(), Sale());
        HandIn(second);
        var before = Ledger.Store.End().Line;

        Assert.Equal(2, Assert.Single(HandIn(second).Epochs).Sequence);
        Assert.Equal(before, Ledger.Store.End().Line);
        Assert.Equal(3, Assert.Single(HandIn(second, third).Epochs).Sequence);
        Assert.Equal(2, Ledger.Store.Entries().OfType<LedgerEntry.RecordHeld>().Count());
    }

    [Fact]
    public void What_stands_behind_a_gap_is_not_acknowledged()
    {
        Revoke();
        var (_, third) = (Sale(), Sale());

        Assert.Equal(1, Assert.Single(HandIn(third).Epochs).Sequence);
    }

    /// <summary>They had come before it was revoked, and those between had not.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_waits_behind_a_gap_is_acknowledged_when_that_is_handed_in(bool areBooked)
    {
        var (second, third, fourth) = (Sale(), Sale(), Sale());
        Ledger.Take(third);
        Revoke();

        Assert.Equal(4, Assert.Single(HandIn(second, third, fourth).Epochs).Sequence);
        Assert.Null(Ledger.Treasury.DecideHeld(Site.Bar, areBooked, "looked at", HeldAt(4)));

        Assert.Equal(areBooked ? 4 : 1, Booked);
        Assert.Empty(Ledger.Problems);
        Assert.Equal(Ledger.State, Ledger.Crash().State);
    }

    [Fact]
    public void Lines_of_others_are_not_taken()
    {
        using var stranger = new Site();
        var line = new JournalWriter(stranger).Next(JournalWriter.Beer(Guest));

        Assert.False(Handover.Take(Site.Bar, LedgerBench.Message(line).Payload, Clock.Noon).Succeeded(out _, out _));
        Assert.False(Handover.Take(
            TerminalId.Parse("gate-7"), LedgerBench.Message(Sale()).Payload, Clock.Noon).Succeeded(out _, out _));
    }

    [Fact]
    public void A_treasurer_books_what_is_held_with_a_note()
    {
        Revoke();
        HandIn(Sale(), Sale(), Terminal.Next(Told));

        Assert.Null(Ledger.Treasury.DecideHeld(Site.Bar, areBooked: true, "it hung at the bar until noon", HeldAt(4)));

        Assert.Equal(4, Booked);
        Assert.Equal(9000 - (3 * 350), Ledger.Balance(Guest));
        Assert.DoesNotContain(Report, row => row.Kind == "held");
        Assert.Empty(Ledger.Problems);
        Assert.Equal(Ledger.State, Ledger.Crash().State);
        Assert.NotNull(Ledger.Treasury.DecideHeld(Site.Bar, areBooked: true, "again", HeldAt(4)));
    }

    [Fact]
    public void What_a_treasurer_refuses_moves_nothing_and_is_acknowledged_and_so_is_what_follows()
    {
        Revoke();
        var held = Sale();
        HandIn(held);

        Assert.Null(Ledger.Treasury.DecideHeld(Site.Bar, areBooked: false, "written after it was stolen", HeldAt(2)));

        Assert.Equal(9000 - 350, Ledger.Balance(Guest));
        Assert.Equal(2, Assert.Single(HandIn(held).Epochs).Sequence);
        Assert.Equal(3, Assert.Single(HandIn(Sale()).Epochs).Sequence);
        Assert.Contains("only be refused", Ledger.Treasury.DecideHeld(
            Site.Bar, areBooked: true, "yet", HeldAt(3))?.What, StringComparison.Ordinal);
        Assert.Null(Ledger.Treasury.DecideHeld(Site.Bar, areBooked: false, "this as well", HeldAt(3)));
        Assert.Equal(1, Booked);
        Assert.Empty(Ledger.Problems);
    }

    /// <summary>The power went between the decision and the bookings.</summary>
    [Fact]
    public void A_decision_whose_bookings_are_missing_is_finished()
    {
        Revoke();
        HandIn(Sale(), Sale());
        Assert.Null(Ledger.Treasury.DecideHeld(Site.Bar, areBooked: true, "it hung at the bar", HeldAt(3)));
        var entries = Ledger.Store.Entries().ToList();
        var cut = entries.FindIndex(entry => entry is LedgerEntry.HeldDecided) + 1;

        var again = LedgerBench.Of(Owner, [.. entries.Take(cut)]);
        again.Logic.Connected(0);

        Assert.Equal(Ledger.Balance(Guest), again.Balance(Guest));
        Assert.Empty(again.Problems);
    }

    /// <summary>The record that is held there.</summary>
    private RecordName HeldAt(long sequence) => Ledger.Store.Read(books =>
        books.Terminal(Site.Bar).Held.Undecided.SingleOrDefault(line => line.Position.Sequence == sequence)?.Name) ??
        new RecordName(1, sequence, Digest.Zero);

    private StandingMessage Ask(Nonce nonce)
    {
        var request = new StandingRequest(Site.Id, Addressee.Ledger, Site.Bar, nonce);
        var answer = Handover.Answer(SignedMessage.Sign(request, Owner.Terminal).Compact).OrThrow();
        return SignedMessage.Read<StandingMessage>(
            answer.Compact, Owner.LedgerKeys, Site.Id, Addressee.Of(Site.Bar)).OrThrow();
    }
}
