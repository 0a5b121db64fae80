using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Several workers on one ledger's books: one makes lists, and each has some of what a terminal sends.
/// </summary>
public sealed class WorkerTests : IDisposable
{
    private readonly Site site = new();
    private readonly LedgerBench books;
    private readonly JournalWriter terminal;
    private readonly Chair chair = new();
    private readonly LedgerLogic one;
    private readonly LedgerLogic other;

    public WorkerTests()
    {
        books = new LedgerBench(site).With((Guest, "TLF 1000"));
        terminal = new JournalWriter(site);
        (one, other) = (Worker("one"), Worker("other"));
    }

    private int Parked => books.Store.Entries().OfType<LedgerEntry.RecordParked>().Count();

    public void Dispose() => site.Dispose();

    [Fact]
    public void Workers_share_what_terminals_say()
    {
        Assert.Equal(
            ["$share/ledger/et/1/verger/t/+/journal", "$share/ledger/et/1/verger/t/+/ask"], one.Subscriptions);
        // For the one that leads, whichever that is.
        Assert.Equal(["et/1/verger/t/+/status", "et/1/verger/t/+/since"], one.Wishes);
    }

    [Fact]
    public void One_worker_makes_lists_and_the_next_takes_over_when_it_is_gone()
    {
        Assert.Contains(one.Connected(0), IsList);
        Assert.Empty(other.Connected(0));
        Take(other, 0, terminal.Next(JournalWriter.Beer(Guest)));
        Assert.DoesNotContain(other.OnTime(6_000), IsChange);
        Assert.Contains(one.OnTime(6_000), IsChange);

        chair.Holder = null;
        Assert.Contains(other.OnTime(12_000), IsList);
        Assert.Empty(one.OnTime(12_000));
    }

    /// <summary>What it said last is not what was said last.</summary>
    [Fact]
    public void Who_leads_again_makes_a_list_although_its_own_shows_the_same_cards()
    {
        one.Connected(0);
        chair.Holder = null;
        other.OnTime(1_000);

        chair.Holder = null;
        Assert.Contains(one.OnTime(2_000), IsList);
        Assert.Equal(3, books.Store.Read(read => read.LastList!.Version));
        // Also one that stood still for a whole reign of another, and never saw that it did not lead.
        (chair.Reign, chair.Holder) = (chair.Reign + 2, "one");
        Assert.Contains(one.OnTime(2_100), IsList);
    }

    /// <summary>Each hears all of them: whichever leads then keeps what was said before.</summary>
    [Fact]
    public void The_last_word_of_who_is_revoked_is_kept_once_by_whoever_leads()
    {
        one.Connected(0);
        Say(one, queueEnd: 7);
        Say(other, queueEnd: 7);
        Assert.Null(books.Treasury.Revoke(Site.Bar, "Ada", "stolen"));
        Say(other, queueEnd: 9);
        chair.Holder = null;

        other.OnTime(12_000);
        other.OnTime(13_000);
        chair.Holder = null;
        one.OnTime(24_000);
        one.OnTime(25_000);

        var heard = Assert.Single(books.Store.Entries().OfType<LedgerEntry.QueueEndHeard>());
        Assert.Equal(7, heard.Sequence);
        Assert.Empty(books.Problems);
    }

    [Fact]
    public void Lines_far_ahead_are_waited_with_by_nobody()
    {
        one.Connected(0);
        SignedObject[] lines =
            [.. Enumerable.Range(0, EarlyLines.Most + 2).Select(_ => terminal.Next(JournalWriter.Beer(Guest)))];

        Take(other, 0, lines[^1]);
        Assert.Equal(1, Parked);
        Take(other, 0, lines[^2], lines[^2], lines[^2]);
        Assert.Equal(2, Parked);
    }

    [Fact]
    public void Commands_are_said_by_the_one_that_leads()
    {
        Assert.Null(books.Treasury.Command(
            Site.Bar, CommandKind.RefreshList, card: null, TimeSpan.FromMinutes(1), "try", out _));
        one.Connected(0);
        other.Connected(0);

        Assert.NotEmpty(one.SayCommands(0, Clock.Noon));
        Assert.Empty(other.SayCommands(0, Clock.Noon));
    }

    [Fact]
    public void Each_worker_answers_asks_with_the_list_that_was_made_last()
    {
        one.Connected(0);
        other.Connected(0);

        var beat = Assert.Single(Ask(other, new AskMessage(1, 100, new Nonce(7))));

        Assert.Equal(1, beat.ListVersion);
    }

    [Fact]
    public void Lines_whose_predecessors_another_worker_has_wait_for_them_and_are_not_parked()
    {
        one.Connected(0);
        SignedObject[] lines = [.. Enumerable.Range(0, 4).Select(_ => terminal.Next(JournalWriter.Beer(Guest)))];
        Assert.Empty(Take(other, 0, lines[2], lines[3]));
        Take(one, 10, lines[0], lines[1]);

        var acks = LedgerBench.Acks(site, other.OnTime(100));

        Assert.Equal(4, Assert.Single(acks).Epochs[0].Sequence);
        Assert.Equal(0, Parked);
        Assert.Equal(1_000 - 4 * 350, books.Balance(Guest));
        Assert.Empty(other.OnTime(200));
    }

    [Fact]
    public void Lines_whose_predecessors_do_not_come_are_parked_after_a_while()
    {
        one.Connected(0);
        SignedObject[] lines = [.. Enumerable.Range(0, 3).Select(_ => terminal.Next(JournalWriter.Beer(Guest)))];
        Take(other, 0, lines[1], lines[2]);
        Assert.Equal(0, Parked);

        // The terminal is told how far its records are: it sends again from there.
        var acks = LedgerBench.Acks(site, other.OnTime(LedgerBench.Options.EarlyPatience));
        Assert.Equal(0, Assert.Single(acks).Epochs[0].Sequence);
        Assert.Equal(2, Parked);

        Take(one, 2_000, lines[0]);
        Assert.Equal(1_000 - 3 * 350, books.Balance(Guest));
        Assert.Empty(books.Problems);
    }

    [Fact]
    public void What_came_early_and_again_is_booked_once()
    {
        one.Connected(0);
        SignedObject[] lines = [.. Enumerable.Range(0, 2).Select(_ => terminal.Next(JournalWriter.Beer(Guest)))];
        Take(other, 0, lines[1]);
        Take(other, 1, lines[1]);
        Take(one, 2, lines[0], lines[1]);

        other.OnTime(100);

        Assert.Equal(2, books.Store.Entries().OfType<LedgerEntry.RecordBooked>().Count());
        Assert.Equal(0, Parked);
    }

    [Fact]
    public void A_line_that_nobody_signed_is_not_waited_with()
    {
        terminal.Next(JournalWriter.Beer(Guest));
        using var stranger = new Site();
        var forged = RecordLine.Write(Records.At(2, JournalWriter.Beer(Guest)), stranger.Terminal);

        Assert.Contains(Take(other, 0, forged), action => action is LedgerAction.KeepRejected);
    }

    private LedgerLogic Worker(string name) => new(
        Site.Id, books.Store, site.Ledger, LedgerBench.Options, new Seat(chair, name));

    private static IReadOnlyList<LedgerAction> Take(LedgerLogic worker, long now, params SignedObject[] lines) =>
        worker.Received([LedgerBench.Message(lines)], now, Clock.Noon);

    private IEnumerable<BeatMessage> Ask(LedgerLogic worker, AskMessage ask) =>
        from publish in worker.Received(
            [new(LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Ask), ask.Write())], 0, Clock.Noon)
            .OfType<LedgerAction.Publish>()
        select SignedMessage.Read<BeatMessage>(
            publish.Message.Payload, site.LedgerKeys, Site.Id, Addressee.Of(Site.Bar)).OrThrow();

    private void Say(LedgerLogic worker, long queueEnd)
    {
        var status = new StatusMessage(
            Site.Id, Addressee.Ledger, Site.Bar, 1, new Nonce(7), TerminalActivity.Serving, "test", null, null, 1,
            queueEnd, []);
        var topic = LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Status);
        worker.Received([new(topic, SignedMessage.Sign(status, site.Terminal).Compact)], 0, Clock.Noon);
    }

    private static bool IsChange(LedgerAction action) =>
        action is LedgerAction.Publish publish && publish.Message.Topic == LedgerBench.Topics.CardDelta;

    /// <summary>A whole one: whoever takes over knows nothing of what another said.</summary>
    private static bool IsList(LedgerAction action) =>
        action is LedgerAction.Publish publish && publish.Message.Topic == LedgerBench.Topics.CardList;

    /// <summary>Whoever sits on it leads.</summary>
    private sealed class Chair
    {
        public string? Holder { get; set; }

        public long Reign { get; set; }
    }

    private sealed class Seat(Chair chair, string worker) : ILedgerLead
    {
        public long? Take()
        {
            if (chair.Holder is null)
                (chair.Holder, chair.Reign) = (worker, chair.Reign + 1);
            return chair.Holder == worker ? chair.Reign : null;
        }

        public void Dispose()
        {
        }
    }
}
