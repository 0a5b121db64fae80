using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>A treasurer orders, and the ledger says it until the terminal has answered or the time is over.</summary>
public sealed class CommandTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public CommandTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 1000"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void A_command_is_said_at_once_and_again_until_it_is_answered()
    {
        Assert.Equal(1, Give());

        var said = Assert.Single(Said(0));
        Assert.Equal(
            new CommandMessage(
                Site.Id, Addressee.Of(Site.Bar), 1, Clock.Noon + Clock.Minute, CommandKind.StopPour, Card: null),
            said);
        Assert.Empty(Said(4_999));
        Assert.Equal([said], Said(5_000));

        ledger.Take(terminal.Next(new Fact.CommandDone(1, CommandKind.StopPour, "stopped")));

        Assert.Empty(Said(20_000));
        Assert.Equal("stopped", Assert.Single(Given(ledger)).Outcome);
        Assert.Equal("stopped", Assert.Single(Given(ledger.Crash())).Outcome);
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void What_has_expired_is_not_said_any_more()
    {
        Give();

        Assert.Single(Said(0, Clock.Noon + Clock.Minute));
        Assert.Empty(Said(10_000, Clock.Noon + Clock.Minute + 1));
    }

    /// <summary>A terminal answers none any more that is below one that it has answered.</summary>
    [Fact]
    public void Of_several_the_next_is_said_when_the_one_before_is_answered_or_has_expired()
    {
        Give(CommandKind.Diagnostics);
        Give(CommandKind.OpenOnce, expires: 2 * Minute);
        Give(CommandKind.Restart, expires: 3 * Minute);

        Assert.Equal([1], Numbers(Said(0)));
        ledger.Take(terminal.Next(new Fact.CommandDone(1, CommandKind.Diagnostics, "fine")));
        Assert.Equal([2], Numbers(Said(1)));
        Assert.Equal([3], Numbers(Said(2, Clock.Noon + 2 * Clock.Minute + 1)));
    }

    /// <summary>A restart may wait for hours, and the glass is full.</summary>
    [Fact]
    public void What_brooks_no_delay_is_said_before_what_waits()
    {
        Give(CommandKind.Restart);
        Assert.Equal([1], Numbers(Said(0)));

        Give(CommandKind.StopPour);

        Assert.Equal([2], Numbers(Said(1)));
        ledger.Take(terminal.Next(new Fact.CommandDone(2, CommandKind.StopPour, "stopped")));
        Assert.Empty(Said(2));
    }

    [Fact]
    public void A_later_answer_ends_what_came_before()
    {
        Give(CommandKind.Diagnostics);
        Give(CommandKind.StopPour);

        ledger.Take(terminal.Next(new Fact.CommandDone(2, CommandKind.StopPour, "stopped")));

        Assert.Empty(Said(0));
        Assert.Equal([null, "stopped"], Given(ledger).Select(command => command.Outcome));

        ledger.Take(terminal.Next(new Fact.CommandDone(1, CommandKind.Diagnostics, "fine")));
        Assert.Equal(["fine", "stopped"], Given(ledger).Select(command => command.Outcome));
    }

    [Fact]
    public void The_books_keep_the_last_thousand_and_the_next_number()
    {
        var book = new CommandBook();
        for (var number = 1; number <= CommandBook.MostKept + 1; number++)
            book.Give(new LedgerEntry.CommandGiven(Site.Bar, number, CommandKind.StopPour, Clock.Noon, Act: ""));

        Assert.Equal((2, CommandBook.MostKept), (book.All.First().Number, book.All.Count()));
        Assert.Equal((2, CommandBook.MostKept + 2), (book.Due(Clock.Noon)!.Number, book.Next(era: 1)));
    }

    [Fact]
    public void No_number_is_given_twice_over_a_power_cut_or_by_two_processes()
    {
        Assert.Equal(1, Give());
        Assert.Equal(2, Give(new LedgerBench(site, ledger.Disk)));
        Assert.Equal(3, Give());

        Assert.Equal(4, Give(ledger.Crash()));
    }

    /// <summary>What the backup lacks may have used up the next numbers: the terminal does none twice.</summary>
    [Fact]
    public void A_ledger_of_a_new_era_goes_on_beyond_what_was_given_before()
    {
        var backup = ledger.Crash();
        for (var given = 0; given < 5; given++)
            Give();
        backup.RaiseEra(1_000);

        Assert.True(Give(backup) > 1_000_000);
        backup.Take(terminal.Next(new Fact.CommandDone(5, CommandKind.StopPour, "stopped")));
        Assert.Single(backup.Logic.SayCommands(0, Clock.Noon));
    }

    [Fact]
    public void An_answer_to_what_nobody_ordered_is_an_answer_to_nothing()
    {
        Give();

        ledger.Take(
            terminal.Next(new Fact.CommandDone(1, CommandKind.Restart, "it stops")),
            terminal.Next(new Fact.CommandDone(900, CommandKind.StopPour, "stopped")));

        Assert.Single(Said(0));
        Assert.Equal(2, Give());
    }

    [Fact]
    public void Who_ordered_what_is_signed_and_stays_in_the_books()
    {
        Give();
        var given = Assert.IsType<LedgerEntry.CommandGiven>(ledger.Store.Entries().Last());

        Assert.Equal(
            ($"command 1 to bar-1: stopPour until {Clock.Noon + Clock.Minute}", "the glass is full"),
            (TreasurerAct.ReadStored(given.Act).OrThrow().Decision, TreasurerAct.ReadStored(given.Act).OrThrow().Note));
        var forged = given with { Number = 2, ExpiresMilliseconds = given.ExpiresMilliseconds + 1 };
        Assert.NotEmpty(LedgerBench.Of(site, [.. ledger.Store.Entries().SkipLast(1), forged]).Problems);
    }

    [Fact]
    public void Nobody_orders_a_terminal_that_is_not_enrolled_or_without_a_note()
    {
        Assert.Equal(
            "terminal bar-2 is not enrolled",
            ledger.Treasury.Command(
                TerminalId.Parse("bar-2"), CommandKind.StopPour, card: null, Minute, "note", out _));
        Assert.NotNull(ledger.Treasury.Command(Site.Bar, CommandKind.StopPour, card: null, Minute, " ", out _));
    }

    [Fact]
    public void To_block_a_card_is_to_name_one_that_there_is()
    {
        Assert.Null(Block(Site.Card(Guest)));
        Assert.Equal(Site.Card(Guest), Assert.Single(Said(0)).Card);

        Assert.Equal("a command to block a card names it", Block(null));
        Assert.StartsWith("there is no card ", Block(Site.Card(Other)), StringComparison.Ordinal);
    }

    /// <summary>What no staff did: lists have it from then on, as of any block.</summary>
    [Fact]
    public void A_card_that_a_terminal_has_blocked_is_blocked_in_the_next_list()
    {
        ledger.Take(terminal.Next(new Fact.CardBlocked(Site.Card(Guest))));

        Assert.Equal(CardState.Blocked, ledger.Store.Read(books => books.Find(Site.Card(Guest))!.State));
        Assert.Empty(ledger.Problems);
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("24h", 86_400)]
    [InlineData("25h", null)]
    [InlineData("0m", null)]
    [InlineData("-5m", null)]
    [InlineData("5", null)]
    [InlineData("m", null)]
    [InlineData("5d", null)]
    public void A_span_is_a_number_and_its_unit(string text, int? seconds) =>
        Assert.Equal(seconds, (int?)WrittenSpan.Read(text)?.TotalSeconds);

    private string? Block(CardToken? card) =>
        ledger.Treasury.Command(Site.Bar, CommandKind.BlockCard, card, Minute, "lost", out _);

    private long Give(string command = CommandKind.StopPour, TimeSpan? expires = null) =>
        Give(ledger, command, expires);

    private static long Give(LedgerBench bench, string command = CommandKind.StopPour, TimeSpan? expires = null)
    {
        Assert.Null(bench.Treasury.Command(
            Site.Bar, command, card: null, expires ?? Minute, "the glass is full", out var number));
        return number;
    }

    private static List<GivenCommand> Given(LedgerBench bench) =>
        bench.Store.Read(books => books.Terminal(Site.Bar).Commands.All.ToList());

    private static IEnumerable<long> Numbers(IEnumerable<CommandMessage> said) =>
        said.Select(message => message.Number);

    private List<CommandMessage> Said(long now, long wall = Clock.Noon) =>
    [
        .. from publish in ledger.Logic.SayCommands(now, wall).Cast<LedgerAction.Publish>()
           where !publish.Message.Retained
           select SignedMessage.Read<CommandMessage>(
               publish.Message.Payload, site.LedgerKeys, Site.Id, Addressee.Of(Site.Bar)).OrThrow(),
    ];
}
