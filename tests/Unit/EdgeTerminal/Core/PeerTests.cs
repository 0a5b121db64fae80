using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>What other terminals of the site did counts here, as far as it was heard: DESIGN section 6.</summary>
public sealed class PeerTests : PeerRig
{
    [Fact]
    public void A_debit_that_was_heard_counts()
    {
        terminal.Hear(peer.Write(Sale(350)));

        Assert.Equal(650, Balance());
        Assert.Equal(Reason.BalanceTooLow, ReasonFor(700));
    }

    [Fact]
    public void What_two_terminals_have_spent_of_one_asset_is_not_there_to_be_spent_of_another()
    {
        Listed(2, "TNF 300, TLF 1000");
        Assert.Null(ReasonFor(300));

        terminal.Hear(peer.Write(Sale(300) with
        {
            Payments = [new Payment(Site.Card(Guest), WalletOf(Guest), [Records.Amount("TNF", 300)])],
        }));

        Assert.Equal(Reason.BalanceTooLow, ReasonFor(701));
        Assert.Null(ReasonFor(700));
    }

    [Fact]
    public void The_same_line_counts_once_however_often_it_comes()
    {
        var line = peer.Write(Sale(350));

        terminal.Hear(line, line);
        terminal.Hear(line);

        Assert.Equal(650, Balance());
    }

    [Fact]
    public void A_debit_counts_over_a_gap()
    {
        peer.Write(Sale(100));
        terminal.Hear(peer.Write(Sale(350)));

        Assert.Equal(650, Balance());
    }

    [Fact]
    public void A_debit_counts_on_either_branch_of_a_fork()
    {
        peer.Write(Sale(100));
        var twin = peer.Fork(through: 1);
        peer.Write(Sale(200));
        twin.Write(Sale(300));

        terminal.Hear(peer[1], peer[2], twin[2]);

        Assert.Equal(400, Balance());
    }

    [Fact]
    public void A_credit_counts_on_a_whole_chain_only()
    {
        peer.Write(Sale(100));
        terminal.Hear(peer.Write(Refill(500)));
        Assert.Equal(1_000, Balance());

        terminal.Hear(peer[1]);

        Assert.Equal(1_400, Balance());
    }

    [Fact]
    public void A_credit_counts_from_the_lists_watermark_on_once_the_line_there_was_heard()
    {
        for (var line = 1; line <= 4; line++)
            peer.Write(Sale(100));
        peer.Write(Refill(500));
        Listed(version: 2, "TLF 600", Row(peer, 4));

        terminal.Hear(peer[5]);
        Assert.Equal(600, Balance());

        terminal.Hear(peer[4]);
        Assert.Equal(1_100, Balance());
    }

    [Fact]
    public void A_credit_of_another_branch_than_the_one_before_it_does_not_count()
    {
        peer.Write(Sale(100));
        var twin = peer.Fork(through: 1);
        peer.Write(Sale(200));
        twin.Write(Sale(300));
        twin.Write(Refill(500));

        terminal.Hear(peer[1], peer[2], twin[3]);

        Assert.Equal(700, Balance());
    }

    [Fact]
    public void Behind_a_fork_no_credit_counts_not_even_one_that_counted_before()
    {
        peer.Write(Sale(100));
        var twin = peer.Fork(through: 1);
        peer.Write(Refill(500));
        twin.Write(Sale(300));
        terminal.Hear(peer[1], peer[2]);
        Assert.Equal(1_400, Balance());

        terminal.Hear(twin[2]);

        Assert.Equal(600, Balance());
    }

    [Fact]
    public void A_list_takes_out_of_the_count_what_its_watermark_has_and_nothing_else()
    {
        terminal.Hear(peer.Write(Sale(100)), peer.Write(Sale(200)), third.Write(Sale(50)));

        Listed(version: 2, "TLF 900", Row(peer, 1));
        Assert.Equal(650, Balance());

        Listed(version: 3, "TLF 700", Row(peer, 2));
        Assert.Equal(650, Balance());
    }

    [Fact]
    public void A_line_that_the_list_has_does_not_count_when_somebody_sends_it_again()
    {
        terminal.Hear(peer.Write(Sale(100)), peer.Write(Sale(200)));
        Listed(version: 2, "TLF 700", Row(peer, 2));

        terminal.Hear(peer[1], peer[2]);

        Assert.Equal(700, Balance());
    }

    [Fact]
    public void Each_epoch_has_a_watermark_of_its_own()
    {
        var later = peer.Later(epoch: 2);
        terminal.Hear(peer.Write(Sale(100)), later.Write(Sale(200)));

        Listed(version: 2, "TLF 800", Row(later, 1));

        Assert.Equal(700, Balance());
    }

    [Fact]
    public void A_chain_stays_whole_when_a_list_comes_in_the_middle_of_it()
    {
        terminal.Hear(peer.Write(Sale(100)), peer.Write(Sale(100)));
        Listed(version: 2, "TLF 900", Row(peer, 1));

        terminal.Hear(peer.Write(Refill(500)));

        Assert.Equal(1_300, Balance());
    }

    [Fact]
    public void A_list_of_a_restored_ledger_that_has_less_of_a_terminal_makes_its_credits_wait_for_what_is_missing()
    {
        terminal.Hear(peer.Write(Sale(100)), peer.Write(Sale(100)), peer.Write(Refill(50)));
        Listed(version: 2, "TLF 800", Row(peer, 2));
        Assert.Equal(850, Balance());

        Give(new ListVersion(2, 1), "TLF 900", Row(peer, 1));
        Assert.Equal(800, Balance());

        terminal.Hear(peer[1], peer[2]);
        Assert.Equal(850, Balance());
    }

    [Fact]
    public void Own_and_heard_debits_together_are_held_against_the_limit()
    {
        var strict = Open(
            Setup(Generous with { Uid = Generous.Uid with { FreshLimit = new Money(600) } }), Card(Guest, "TLF 5000"));
        strict.Hear(peer.Write(Sale(300)));
        strict.Give(new Input.ArticleChosen(Beer));

        strict.Tap(Guest);

        Assert.Equal(Reason.OfflineLimit, Assert.IsType<Fact.Refusal>(strict.LastFact).Reason);
    }

    [Fact]
    public void While_something_of_others_is_missing_a_fresh_list_has_the_limits_of_a_stale_one_and_the_record_says_so()
    {
        var strict = Open(
            Setup(Generous with { Uid = Generous.Uid with { OfflineLimit = new Money(300) } }),
            Card(Guest, "TLF 5000"));
        strict.PeersMissing = true;
        strict.Hear();
        strict.Give(new Input.ArticleChosen(Beer));

        strict.Tap(Guest);

        var refusal = Assert.IsType<Fact.Refusal>(strict.LastFact);
        Assert.Equal(
            (Reason.OfflineLimit, ListMode.Fresh, true),
            (refusal.Reason, refusal.Verdict.Mode, refusal.Verdict.PeersMissing));
        strict.Finish();
        strict.PeersMissing = false;
        strict.Hear();
        strict.Give(new Input.ArticleChosen(Beer));
        strict.Tap(Guest);
        Assert.False(Assert.IsType<Fact.Sale>(strict.LastFact).Verdict.PeersMissing);
    }

    [Fact]
    public void After_a_start_something_is_missing_until_it_is_known_that_nothing_is()
    {
        terminal.PeersMissing = true;
        terminal.Restart();
        terminal.Confirm();

        terminal.Give(new Input.ArticleChosen(Beer));
        terminal.Tap(Guest);

        Assert.True(Assert.IsType<Fact.Sale>(terminal.LastFact).Verdict.PeersMissing);
    }

    [Fact]
    public void A_card_that_staff_locked_elsewhere_is_locked_here_at_once_and_until_a_list_knows_it()
    {
        terminal.Hear(peer.Write(new Fact.CardBlocked(Site.Card(Guest), Staff)));
        Assert.Equal(Reason.CardBlocked, ReasonFor(350));

        Listed(version: 2, "TLF 1000", Row(peer, 1));
        Assert.Null(ReasonFor(350));

        Assert.Equal(650, Balance());
    }

    [Fact]
    public void A_counter_that_was_used_elsewhere_does_not_count_here()
    {
        var card = Card(Guest, "TLF 5000") with { Class = CardClass.Counter };
        var till = Open(Setup(), card);
        till.Hear(peer.Write(new Fact.CounterUsed(card.Card, 7)), peer.Write(new Fact.CounterUsed(card.Card, 9)));
        till.Give(new Input.ArticleChosen(Beer));

        till.Tap(Guest, counter: 9);

        Assert.Equal(Reason.ClassTooWeak, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
        till.Finish();
        till.Give(new Input.ArticleChosen(Beer));
        till.Tap(Guest, counter: 10);
        Assert.IsType<Fact.Sale>(till.LastFact);
    }

    [Fact]
    public void What_was_used_of_an_allowance_elsewhere_is_used()
    {
        var limits = Generous with { Allowances = [new AllowanceLimit("alcohol", 2)] };
        var till = Open(Setup(limits), Card(Guest, "TLF 5000"));
        var beer = Beer with { Allowance = "alcohol" };
        till.Hear(peer.Write(Sale(350, quantity: 2, "alcohol")));
        till.Give(new Input.ArticleChosen(beer));

        till.Tap(Guest);

        Assert.Equal(Reason.AllowanceUsed, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
    }

    [Fact]
    public void What_is_said_again_in_a_later_epoch_counts_once_in_either_order()
    {
        var line = peer.Write(Sale(350));
        var again = peer.Later(epoch: 2).Write(Sale(350), peer.NameOf(1));

        terminal.Hear(line, again);
        Assert.Equal(650, Balance());

        var other = Open(Setup(), Card(Guest, "TLF 1000"));
        other.Hear(again);
        other.Hear(line);
        Assert.Equal(650, other.BalanceOf(Guest));
    }

    [Fact]
    public void What_was_said_again_counts_until_the_list_has_it_where_it_was_said_again()
    {
        var line = peer.Write(Sale(350));
        var later = peer.Later(epoch: 2);
        terminal.Hear(line, later.Write(Sale(350), peer.NameOf(1)));

        // The ledger has another line in the place of the first.
        Listed(version: 2, "TLF 1000", Row(peer, 1));
        Assert.Equal(650, Balance());

        Listed(version: 3, "TLF 650", Row(peer, 1), Row(later, 1));
        Assert.Equal(650, Balance());
        terminal.Hear(line);
        Assert.Equal(650, Balance());
    }

    [Fact]
    public void What_others_did_to_a_card_before_the_list_had_it_counts_when_it_has_it()
    {
        terminal.Hear(peer.Write(new Fact.Sale(
            Site.Card(Other),
            [new Payment(Site.Card(Other), null, Parts(350))],
            [new BasketLine(ArticleId.Parse("beer"), 1, new Money(350), 2000)],
            Records.Verdict)));

        terminal.ApplyList(2, watermark: 0, Card(Guest, "TLF 1000"), Card(Other, "TLF 500"));

        Assert.Equal(150, terminal.BalanceOf(Other));
    }

    [Fact]
    public void Twice_the_most_that_can_be_is_a_debit_and_no_end_of_the_daemon()
    {
        terminal.Hear(peer.Write(Sale(Money.Limit)), peer.Write(Sale(Money.Limit)));

        Assert.Equal(Reason.BalanceTooLow, ReasonFor(350));
    }
}
