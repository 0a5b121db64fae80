using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What the ledger knows of how its terminals are.</summary>
public sealed class FleetTests : IDisposable
{
    private readonly Site site = new();
    private readonly LedgerBench bench;

    public FleetTests() => bench = new LedgerBench(site).With();

    private static TerminalId Elsewhere { get; } = TerminalId.Parse("elsewhere");

    private TerminalWord Word => bench.Logic.Fleet.Words[Site.Bar];

    public void Dispose() => site.Dispose();

    [Fact]
    public void A_terminals_last_word_is_known_with_what_it_has_not_sent()
    {
        var journal = new JournalWriter(site);
        bench.Take(journal.Next(JournalWriter.Beer("04E141125B3C80")));

        Assert.Empty(Say(Status(end: 5) with { UnlistedDebits = new Money(450) }, at: 7_000));

        Assert.Equal(7_000, Word.HeardMilliseconds);
        Assert.True(Word.Sells);
        Assert.Equal(4, bench.Store.Read(books => books.TryFind(Site.Bar, out var book) ? Word.Unsent(book) : -1));
        Assert.Equal(new Money(450), Word.Status.UnlistedDebits);
    }

    [Theory]
    [InlineData(TerminalActivity.OutOfService, Reason.DeviceFault)]
    [InlineData(TerminalActivity.Serving, Reason.ListExpired)]
    [InlineData(TerminalActivity.Stopped, null)]
    public void One_that_refuses_everybody_does_not_sell(TerminalActivity activity, Reason? reason)
    {
        Say(Status(end: 5) with { Activity = activity, Reason = reason });

        Assert.False(Word.Sells);
    }

    [Fact]
    public void One_that_is_gone_without_a_word_is_seen_to_be_until_it_speaks_again()
    {
        Say(Status(end: 5));

        Say(StatusMessage.LastWill, at: 9_000);
        Assert.Equal((TerminalActivity.Vanished, 9_000), (Word.Activity, Word.VanishedMilliseconds));
        Assert.False(Word.Sells);

        Say(StatusMessage.LastWill, at: 12_000);
        Assert.Equal(9_000, Word.VanishedMilliseconds);

        Say(Status(end: 6));
        Assert.True(Word.Sells);
    }

    [Fact]
    public void One_that_has_stopped_is_not_gone()
    {
        Say(Status(end: 5) with { Activity = TerminalActivity.Stopped });
        Say(StatusMessage.LastWill);

        Assert.Equal(TerminalActivity.Stopped, Word.Activity);
    }

    [Fact]
    public void Nobody_else_speaks_for_it()
    {
        using var stranger = Es256Signer.Create();
        var actions = Say(SignedMessage.Sign(Status(end: 5), stranger).Compact);

        Assert.IsType<LedgerAction.Report>(Assert.Single(actions));
        Assert.Empty(bench.Logic.Fleet.Words);
    }

    [Fact]
    public void A_word_for_another_terminal_is_not_taken()
    {
        var actions = Say(Status(end: 5) with { Terminal = Elsewhere });

        Assert.IsType<LedgerAction.Report>(Assert.Single(actions));
        Assert.Empty(bench.Logic.Fleet.Words);
    }

    [Fact]
    public void What_it_said_once_is_not_said_again_by_others()
    {
        Say(Status(end: 5));

        Assert.Empty(Say(Status(end: 4)));
        Assert.Empty(Say(Status(end: 5) with { Boot = 0, Process = new Nonce(9) }, isKept: true));

        Assert.Equal((5, 2, new Nonce(1)), (Word.Status.QueueEnd, Word.Status.Boot, Word.Status.Process));
    }

    [Fact]
    public void An_older_image_of_it_that_speaks_now_is_seen()
    {
        Say(Status(end: 5));
        Say(Status(end: 3) with { Boot = 1, Process = new Nonce(9), Faults = ["RolledBack"] });

        Assert.Equal(["RolledBack"], Word.Status.Faults);
    }

    [Fact]
    public void That_it_was_heard_is_known_from_all_that_is_not_old()
    {
        Say(Status(end: 5), at: 3_000, isKept: true);
        Assert.Null(bench.Logic.Fleet.HeardMilliseconds(Site.Bar));

        bench.Take(4_000, new JournalWriter(site).Next(JournalWriter.Beer("04E141125B3C80")));
        Assert.NotNull(bench.Logic.Fleet.HeardMilliseconds(Site.Bar));

        Say(Status(end: 6), at: 9_000_000_000_000);
        Assert.Equal(9_000_000_000_000, bench.Logic.Fleet.HeardMilliseconds(Site.Bar));
    }

    [Fact]
    public void Of_who_is_not_enrolled_nothing_is_known()
    {
        Assert.IsType<LedgerAction.Report>(Assert.Single(Say(Status(end: 5), terminal: Elsewhere)));
        Assert.Empty(bench.Logic.Fleet.Words);
    }

    /// <summary>They were put back from a backup, and nobody has raised the era.</summary>
    [Fact]
    public void A_terminal_that_has_a_later_list_than_the_books_have_said_is_told_of_until_the_era_is_raised()
    {
        bench.Logic.Connected(0);
        var last = bench.Store.Read(books => books.LastList)!;
        var fleet = new FleetView(bench.Logic.Fleet, () => true, TimeProvider.System);
        Say(Status(end: 5) with { List = last });
        Assert.Empty(Reports(1_000));
        Assert.False(fleet.AreBehind(bench.Store));

        Say(Status(end: 6) with { List = last with { Version = last.Version + 1 } });
        Assert.Contains(
            $"it uses card list 1.{last.Version + 1}, and these books have said none behind 1.{last.Version}",
            Assert.Single(Reports(2_000)).Detail,
            StringComparison.Ordinal);
        Assert.True(fleet.AreBehind(bench.Store));
        Assert.True(SeenLedger.Of(bench.Store, bench.Logic.Fleet).IsBehind);
        // Once.
        Assert.Empty(Reports(3_000));

        bench.RaiseEra(0);
        Assert.Empty(Reports(4_000));
        Assert.False(fleet.AreBehind(bench.Store));
    }

    private IEnumerable<LedgerAction.Report> Reports(long now) =>
        bench.Logic.OnTime(now).OfType<LedgerAction.Report>();

    private static StatusMessage Status(long end) => new(
        Site.Id, Addressee.Ledger, Site.Bar, 2, new Nonce(1), TerminalActivity.Serving, "0.1.0", new ListVersion(1, 3),
        ListAgeMilliseconds: 800, QueueEpoch: 1, QueueEnd: end, Faults: []);

    private IReadOnlyList<LedgerAction> Say(
        StatusMessage status, long at = 0, bool isKept = false, TerminalId? terminal = null) =>
        Say(SignedMessage.Sign(status, site.Terminal).Compact, at, isKept, terminal);

    private IReadOnlyList<LedgerAction> Say(
        ReadOnlyMemory<byte> payload, long at = 0, bool isKept = false, TerminalId? terminal = null) =>
        bench.Logic.Received(
            [new MqttMessage(
                LedgerBench.Topics.Of(terminal ?? Site.Bar, TerminalTopic.Status), payload, Retained: isKept)],
            now: 0,
            at);
}
