using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Two cards pay together, in one fact, or nothing is taken.</summary>
public class ComplementTests
{
    private const string Third = "04112233445566";

    private static readonly KioskSetup Kiosk = Bar with { SecondCardMilliseconds = 20_000 };

    private readonly TerminalDriver bar = Open(
        Setup(kiosk: Kiosk), Card(Guest, "TNF 50, TLF 100"), Card(Other, "TLF 1000"), Card(Third, "TLF 120"));

    [Fact]
    public void Whoever_has_not_enough_is_told_what_is_missing_and_nothing_is_taken()
    {
        var before = bar.Journal.Count;
        Choose(Guest);

        var asked = Assert.IsType<GuestScreen.SecondCardAsked>(bar.Screen);
        Assert.Equal([(null, new Money(200))], asked.Missing);
        Assert.Equal(Cue.Noticed, bar.Cue);
        Assert.Equal(before, bar.Journal.Count);
    }

    [Fact]
    public void Both_pay_in_one_fact_and_each_gives_its_part()
    {
        Choose(Guest);
        bar.Tap(Other);

        var sale = Assert.IsType<Fact.Sale>(bar.LastFact);
        Assert.Equal(Site.Card(Guest), sale.Card);
        Assert.Equal(
            [
                new Payment(Site.Card(Guest), WalletOf(Guest), [.. Amounts("TNF 50, TLF 100")]),
                new Payment(Site.Card(Other), WalletOf(Other), [.. Amounts("TLF 200")]),
            ],
            sale.Payments);
        Assert.Equal(Amounts("TLF 800"), Assert.IsType<GuestScreen.Approved>(bar.Screen).Left);
        bar.Finish();
        Assert.Equal(0, bar.BalanceOf(Guest));
        Assert.Equal(800, bar.BalanceOf(Other));
    }

    [Fact]
    public void The_same_card_twice_pays_nothing()
    {
        Choose(Guest);

        Assert.NotNull(bar.Tap(Guest).Ignored);

        Assert.Equal("SecondCardAsked", bar.Phase);
        Assert.Equal(0, Sales());
    }

    [Fact]
    public void A_second_that_does_not_suffice_is_refused_by_number_and_nothing_is_taken()
    {
        Choose(Guest);
        bar.Tap(Third);

        var refusal = Assert.IsType<Fact.Refusal>(bar.LastFact);
        Assert.Equal((Reason.BalanceTooLow, Site.Card(Third)), (refusal.Reason, refusal.Card));
        bar.Finish();
        Assert.Equal(50, bar.BalanceOf(Guest));
        Assert.Equal(120, bar.BalanceOf(Third));
    }

    [Fact]
    public void When_the_time_is_over_nothing_is_taken()
    {
        Choose(Guest);
        bar.Wait(20_000);
        bar.Give(new Input.TimePassed());

        Assert.Equal("Ready", bar.Phase);
        bar.Tap(Other);
        Assert.IsType<GuestScreen.Balance>(bar.Screen);
        Assert.Equal(0, Sales());
    }

    [Fact]
    public void After_a_restart_nothing_is_taken_and_the_second_card_is_a_first_one()
    {
        Choose(Guest);
        bar.LosePower();
        Assert.Equal("Ready", bar.Phase);
        bar.Tap(Other);

        Assert.Equal(0, Sales());
    }

    [Fact]
    public void Another_card_of_the_same_wallet_has_nothing_left_to_give()
    {
        var till = Open(
            Setup(kiosk: Kiosk),
            Card(Guest, "TLF 300"),
            Card(Other, "TLF 300") with { Wallet = WalletOf(Guest) });
        till.Give(new Input.ArticleChosen(Beer));
        till.Tap(Guest);
        till.Tap(Other);

        Assert.Equal(Reason.BalanceTooLow, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
    }

    [Fact]
    public void Each_cards_limits_hold_for_its_part()
    {
        var tight = Generous.Uid with { FloorLimit = new Money(150) };
        var till = Open(Setup(Generous with { Uid = tight }, Kiosk), Card(Guest, "TLF 300"), Card(Other, "TLF 1000"));
        till.Give(new Input.ArticleChosen(Beer));
        till.Tap(Guest);
        Assert.Equal(
            [(null, new Money(200))], Assert.IsType<GuestScreen.SecondCardAsked>(till.Screen).Missing);

        till.Tap(Other);

        Assert.Equal(Reason.FloorLimit, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
    }

    [Fact]
    public void The_terminals_total_counts_both_parts()
    {
        var till = Open(
            Setup(Generous with { OfflineTotal = new Money(300) }, Kiosk), Card(Guest, "TLF 100"),
            Card(Other, "TLF 1000"));
        till.Give(new Input.ArticleChosen(Beer));
        till.Tap(Guest);
        till.Tap(Other);

        Assert.Equal(Reason.TerminalTotal, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
    }

    [Fact]
    public void What_the_first_spent_elsewhere_meanwhile_is_not_counted_on()
    {
        using var peer = new PeerJournal("bar-2");
        Choose(Guest);
        bar.Hear(peer.Write(new Fact.Refund(
            new Payment(Site.Card(Guest), WalletOf(Guest), [Records.Amount("TLF", 100)]), Site.Card(Other))));
        bar.Tap(Other);

        var sale = Assert.IsType<Fact.Sale>(bar.LastFact);
        Assert.Equal(Site.Card(Other), Assert.Single(sale.Payments).Card);
    }

    [Fact]
    public void A_list_that_came_meanwhile_is_asked_anew()
    {
        Choose(Guest);
        bar.ApplyList(2, watermark: 0, Card(Guest, "TLF 10"), Card(Other, "TLF 1000"));
        bar.Tap(Other);

        Assert.Equal(Site.Card(Other), Assert.Single(Assert.IsType<Fact.Sale>(bar.LastFact).Payments).Card);
    }

    [Fact]
    public void A_first_card_that_was_locked_meanwhile_gives_nothing()
    {
        Choose(Guest);
        bar.Record(new Fact.CardBlocked(Site.Card(Guest), Site.Card(Other)));
        bar.Tap(Other);

        Assert.Equal(Site.Card(Other), Assert.Single(Assert.IsType<Fact.Sale>(bar.LastFact).Payments).Card);
    }

    [Theory]
    [InlineData(Guest)]
    [InlineData(Other)]
    public void Whichever_comes_back_first_after_a_power_cut_is_told_that_it_is_paid(string uid)
    {
        Choose(Guest);
        bar.GiveAndLosePower(bar.Presented(Other));
        bar.Give(new Input.ArticleChosen(Beer));
        bar.Tap(uid);

        Assert.IsType<GuestScreen.ApprovedEarlier>(bar.Screen);
        bar.Finish();
        Assert.Empty(bar.State.Past.Unshown);
        Assert.Equal(1, Sales());
    }

    [Fact]
    public void What_is_bought_counts_against_the_allowance_of_the_first_alone()
    {
        var limits = Generous with { Allowances = [new AllowanceLimit("beer", 1)] };
        var till = Open(Setup(limits, Kiosk), Card(Guest, "TLF 100"), Card(Other, "TLF 1000"));
        var counted = Beer with { Allowance = "beer" };
        till.Give(new Input.ArticleChosen(counted));
        till.Tap(Guest);
        till.Tap(Other);
        till.Finish();

        Assert.Null(till.ReasonFor(counted, Other));
    }

    [Fact]
    public void Counters_of_both_count_once()
    {
        var counted = new CardEntry[]
        {
            Card(Guest, "TLF 100") with { Class = CardClass.Counter },
            Card(Other, "TLF 1000") with { Class = CardClass.Counter },
        };
        var till = Open(Setup(kiosk: Kiosk), counted);
        till.Give(new Input.ArticleChosen(Beer));
        till.Tap(Guest, 5);
        till.Tap(Other, 7);

        Assert.Equal(2, Assert.IsType<Fact.Sale>(till.LastFact).Payments.Count);
        Assert.Equal(
            [5, 7],
            till.Journal.Select(record => record.Fact).OfType<Fact.CounterUsed>().Select(used => used.Value));
    }

    [Fact]
    public void Without_the_setting_one_card_pays_all_or_is_refused()
    {
        var till = Open(Setup(), Card(Guest, "TLF 100"));

        Assert.Equal(Reason.BalanceTooLow, till.ReasonFor(Beer, Guest));
    }

    private void Choose(string uid)
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.Tap(uid);
    }

    private int Sales() => bar.Journal.Count(record => record.Fact is Fact.Sale);
}
