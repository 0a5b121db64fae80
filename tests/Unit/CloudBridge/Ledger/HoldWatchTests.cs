using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Which holds stop counting, and when: of a guest with 20.00.</summary>
public sealed class HoldWatchTests : IDisposable
{
    private const long TooLong = 15 * Clock.Minute;

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public HoldWatchTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 2000"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    /// <summary>A copy of the terminal wrote it for the same place, ten minutes later.</summary>
    [Fact]
    public void Of_two_holds_of_one_name_each_has_its_own_15_minutes()
    {
        var copy = terminal.Branch();
        ledger.Take(terminal.Next(Hold(700)));
        ledger.Logic.OnTime(0);
        ledger.Take(copy.Next(Hold(200)));
        ledger.Logic.OnTime(10 * Clock.Minute);
        Assert.Equal(1100, ledger.Listed(Guest));

        ledger.Logic.OnTime(TooLong);
        Assert.Equal(1800, ledger.Listed(Guest));

        ledger.Logic.OnTime(10 * Clock.Minute + TooLong);
        Assert.Equal(2000, ledger.Listed(Guest));
        Assert.Equal(2, ledger.Rows.Count(row => row.Kind == RowKind.HoldOverdue));
        Assert.Equal(ledger.State, ledger.Crash().State);
        Assert.Empty(ledger.Problems);
    }

    /// <summary>Whoever holds a terminal's key may sign as many as he likes.</summary>
    [Fact]
    public void Of_one_terminals_holds_a_thousand_count_and_the_oldest_are_let_go()
    {
        var wallet = ledger.Balance(Guest);
        SignedObject[] lines =
            [.. Enumerable.Range(0, CountingHolds.MostOfATerminal + 2).Select(_ => terminal.Next(Hold(1)))];
        foreach (var message in lines.Chunk(50))
            ledger.Take(message);
        Assert.Equal(wallet - lines.Length, ledger.Listed(Guest));

        ledger.Logic.OnTime(0);

        Assert.Equal(wallet - CountingHolds.MostOfATerminal, ledger.Listed(Guest));
        Assert.Equal(
            [new RecordPosition(1, 1), new RecordPosition(1, 2)], ledger.Rows.Select(row => row.Position));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_hold_that_waits_for_others_counts_for_15_minutes_and_no_more_when_it_is_booked()
    {
        var first = terminal.Next(new Fact.FireOpened());
        ledger.Take(terminal.Next(Hold(700)));
        ledger.Logic.OnTime(0);
        ledger.Logic.OnTime(TooLong - 1);
        Assert.Equal(1300, ledger.Listed(Guest));

        ledger.Logic.OnTime(TooLong);
        Assert.Equal(2000, ledger.Listed(Guest));
        Assert.Equal(RowKind.HoldOverdue, Assert.Single(ledger.Rows).Kind);

        ledger.Take(first);
        Assert.Equal(2000, ledger.Listed(Guest));
        ledger.Take(terminal.Next(Capture(2, 250)));
        Assert.Equal((1750, 1750, 1), (ledger.Balance(Guest), ledger.Listed(Guest), ledger.Rows.Count));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_hold_whose_capture_waits_as_well_is_not_let_go()
    {
        terminal.Next(new Fact.FireOpened());
        ledger.Take(terminal.Next(Hold(700)), terminal.Next(Capture(2, 250)));
        ledger.Logic.OnTime(0);

        ledger.Logic.OnTime(TooLong);

        Assert.Equal((1750, 0), (ledger.Listed(Guest), ledger.Rows.Count));
    }

    /// <summary>The hold has set its money aside already.</summary>
    [Fact]
    public void A_capture_that_waits_counts_only_by_what_is_above_its_hold()
    {
        ledger.Take(terminal.Next(Hold(700)));
        terminal.Next(new Fact.FireOpened());
        ledger.Take(terminal.Next(Capture(1, 250)));
        Assert.Equal((2000, 1300), (ledger.Balance(Guest), ledger.Listed(Guest)));

        ledger.Take(terminal.Next(Capture(1, 900)));
        Assert.Equal(2000 - 700 - 900, ledger.Listed(Guest));

        ledger.Take(terminal.Next(new Fact.Capture(
            new RecordPosition(1, 9), Pays(10), 10, 1_000, "cardGone")));
        Assert.Equal(2000 - 700 - 900 - 10, ledger.Listed(Guest));
    }

    [Fact]
    public void Once_the_hold_is_let_go_the_capture_that_waits_counts_whole()
    {
        ledger.Take(terminal.Next(Hold(700)));
        terminal.Next(new Fact.FireOpened());
        ledger.Take(terminal.Next(Capture(1, 250)));
        ledger.Logic.OnTime(0);

        ledger.Logic.OnTime(TooLong);

        Assert.Equal(1750, ledger.Listed(Guest));
    }

    [Fact]
    public void An_entry_of_an_earlier_build_lets_go_all_holds_of_its_name()
    {
        var copy = terminal.Branch();
        ledger.Take(terminal.Next(Hold(700)), copy.Next(Hold(200)));

        ledger.Add(new LedgerEntry.HoldOverdue(Site.Bar, 1, 1));

        Assert.Equal(2000, ledger.Listed(Guest));
    }

    /// <summary>A pulse is a millilitre, and a millilitre a cent.</summary>
    private static Fact.Hold Hold(long amount) =>
        new(Pays(amount), ArticleId.Parse("beer"), new Money(1_000), 1_000, Records.Verdict);

    private static Fact.Capture Capture(long held, long amount) =>
        new(new RecordPosition(1, held), Pays(amount), amount, amount * 1_000, "cardGone");

    private static Payment Pays(long amount) =>
        new(Site.Card(Guest), WalletOf(Guest), [Records.Amount("TLF", amount)]);
}
