using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.DrinkStations;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Two drink stations that hear each other: a card pours at one of them at a time.</summary>
public sealed class PeerPourTests : IDisposable
{
    private const string Second = "04ABCDEF123456";

    private static readonly CardEntry[] Cards =
    [
        Card(Guest, "TLF 10000"), Card(Other, "TLF 10000"),
        Card(Second, "TLF 10000") with { Wallet = WalletOf(Guest) },
    ];

    private readonly TerminalDriver left = DrinkStations.Open(DrinkStations.Setup(), Cards);
    private readonly TerminalDriver right = DrinkStations.Open(DrinkStations.Setup(), Cards);
    private readonly PeerJournal leftLines = new("tap-1");
    private readonly PeerJournal rightLines = new("tap-2");

    public void Dispose()
    {
        leftLines.Dispose();
        rightLines.Dispose();
    }

    [Fact]
    public void A_card_that_pours_elsewhere_is_refused_until_that_pour_has_ended() // 209
    {
        left.Tap(Guest);
        Hear();

        right.Tap(Guest);
        Assert.Equal(Reason.PouringElsewhere, Assert.IsType<Fact.Refusal>(right.LastFact).Reason);
        Assert.Empty(right.Orders);
        right.Finish();

        left.Closed(100);
        Hear();
        right.Tap(Guest);
        Assert.IsType<Fact.Hold>(right.LastFact);
    }

    [Fact]
    public void Who_let_go_without_pouring_may_pour_elsewhere()
    {
        left.Tap(Guest);
        left.Closed(0);
        Hear();

        right.Tap(Guest);

        Assert.IsType<Fact.Hold>(right.LastFact);
    }

    [Fact]
    public void A_pour_whose_end_nobody_hears_refuses_for_fifteen_minutes()
    {
        left.Tap(Guest);
        Hear();

        right.Wait(15 * Clock.Minute - 1);
        right.Confirm();
        right.Tap(Guest);
        Assert.Equal(Reason.PouringElsewhere, Assert.IsType<Fact.Refusal>(right.LastFact).Reason);
        right.Finish();

        right.Tap(Guest);
        Assert.IsType<Fact.Hold>(right.LastFact);
    }

    [Fact]
    public void Another_card_of_the_same_wallet_pours_elsewhere_too()
    {
        left.Tap(Guest);
        Hear();

        right.Tap(Second);

        Assert.Equal(Reason.PouringElsewhere, Assert.IsType<Fact.Refusal>(right.LastFact).Reason);
    }

    [Fact]
    public void Another_guest_pours_at_the_same_time_and_each_is_refused_at_the_other()
    {
        left.Tap(Guest);
        right.Tap(Other);
        Hear();
        Assert.IsType<Fact.Hold>(right.LastFact);
        right.Closed(100);
        left.Closed(100);
        right.Finish();
        left.Finish();

        right.Tap(Other);
        Hear();
        left.Tap(Other);

        Assert.Equal(Reason.PouringElsewhere, Assert.IsType<Fact.Refusal>(left.LastFact).Reason);
    }

    /// <summary>What gives money back needs a whole chain; that somebody has stopped pouring does not.</summary>
    [Fact]
    public void An_end_beyond_a_gap_ends_the_pour_all_the_same()
    {
        left.Tap(Guest);
        Hear();
        leftLines.Write(new Fact.FireOpened());
        right.Hear(leftLines.Write(new Fact.Release(Held(left), "cardGone")));

        right.Tap(Guest);

        Assert.IsType<Fact.Hold>(right.LastFact);
    }

    /// <summary>A sale needs no valve: the sum that is held elsewhere is not there, and that is all.</summary>
    [Fact]
    public void At_a_till_the_guest_buys_with_what_the_pour_leaves()
    {
        var kiosk = Kiosks.Open(Kiosks.Setup(), Card(Guest, "TLF 700"));
        left.Tap(Guest);
        kiosk.Hear([.. Told(left, leftLines)]);

        Assert.Null(kiosk.ReasonFor(Beer, Guest));
        Assert.Equal(Reason.BalanceTooLow, kiosk.ReasonFor(Beer, Guest));
    }

    private static RecordPosition Held(TerminalDriver driver) =>
        driver.Journal.Last(record => record.Fact is Fact.Hold).Position;

    private void Hear()
    {
        right.Hear([.. Told(left, leftLines)]);
        left.Hear([.. Told(right, rightLines)]);
    }

    /// <summary>What a station has written since, as the other hears it: a line has its record's place.</summary>
    private static List<HeardRecord> Told(TerminalDriver driver, PeerJournal lines) =>
        [.. driver.Journal.Skip((int)lines.End).Select(record => lines.Write(record.Fact))];
}
