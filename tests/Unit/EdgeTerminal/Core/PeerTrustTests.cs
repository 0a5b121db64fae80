using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>What a terminal that lies, or that somebody else speaks for, can make others believe.</summary>
public sealed class PeerTrustTests : PeerRig
{
    [Fact]
    public void Whoever_says_again_what_another_terminal_said_does_not_take_it_away()
    {
        terminal.Hear(peer.Write(Sale(350)), third.Write(Sale(1), peer.NameOf(1)));

        Assert.Equal(649, Balance());
    }

    [Fact]
    public void Whoever_says_again_something_else_takes_nothing_away()
    {
        terminal.Hear(peer.Write(Sale(350)), peer.Later(epoch: 2).Write(Sale(1), peer.NameOf(1)));

        Assert.Equal(649, Balance());
    }

    [Fact]
    public void Of_two_that_say_one_line_again_the_later_counts_whichever_comes_first()
    {
        peer.Write(Sale(350));
        var second = peer.Later(epoch: 2);
        var later = peer.Later(epoch: 3);
        terminal.Hear(later.Write(Sale(350), peer.NameOf(1)), second.Write(Sale(350), peer.NameOf(1)), peer[1]);
        Assert.Equal(650, Balance());

        Listed(2, "TLF 1000", Row(second, 1));

        Assert.Equal(650, Balance());
    }

    [Fact]
    public void A_credit_in_an_epoch_that_no_list_names_waits_for_the_list_that_does()
    {
        var forged = peer.Later(epoch: 99);
        terminal.Hear(forged.Write(Refill(500)));
        Assert.Equal(1_000, Balance());

        Listed(2, "TLF 1000", Row(forged, 0));

        Assert.Equal(1_500, Balance());
    }

    [Fact]
    public void A_debit_counts_in_whatever_epoch()
    {
        terminal.Hear(peer.Later(epoch: 99).Write(Sale(350)));

        Assert.Equal(650, Balance());
    }

    [Fact]
    public void A_credit_of_an_epoch_that_was_left_does_not_count_again_after_a_restart()
    {
        peer.Write(Sale(100));
        peer.Write(Refill(500));
        var later = peer.Later(epoch: 2);
        later.Write(Refill(500), peer.NameOf(2));
        Listed(2, "TLF 1400", Row(peer, 1), Row(later, 1));
        terminal.Restart();
        terminal.Confirm();

        terminal.Hear(peer[1], peer[2]);

        Assert.Equal(1_400, Balance());
    }

    [Fact]
    public void A_return_is_believed_when_a_list_has_it()
    {
        terminal.Hear(
            peer.Write(Sale(350)), peer.Write(new Fact.Void(new RecordPosition(1, 1), [Pays(500)], Staff)),
            peer.Write(new Fact.EntryAbandoned(new RecordPosition(1, 1), [Pays(500)])));

        Assert.Equal(650, Balance());
    }

    [Fact]
    public void A_line_that_this_build_does_not_know_may_be_a_debit_so_no_credit_behind_it_counts()
    {
        peer.Write(new Fact.FireOpened());
        peer.Write(Refill(500));

        terminal.Hear(peer[1] with { Fact = null }, peer[2]);
        Assert.Equal(1_000, Balance());

        Listed(2, "TLF 1000", Row(peer, 1));
        Assert.Equal(1_500, Balance());
    }

    [Fact]
    public void What_a_card_that_is_unknown_here_spent_elsewhere_counts_against_what_it_may_spend()
    {
        var rules = new UnknownCardRules(
            UnknownCardPolicy.Allow, Records.Amount("TLF", 0).Asset, new Money(500), new Money(10_000));
        var till = Open(Setup(Generous with { UnknownCards = rules }));
        till.Hear(peer.Write(Sale(350)));

        Assert.Equal(Reason.CardUnknown, till.ReasonFor(Beer, Guest));
    }

    [Fact]
    public void What_a_peer_took_from_a_wallet_that_the_card_has_got_meanwhile_counts_once()
    {
        var merged = WalletOf(Other);
        terminal.Hear(peer.Write(new Fact.Sale(
            Site.Card(Guest),
            [new Payment(Site.Card(Guest), merged, Parts(350))],
            [new BasketLine(ArticleId.Parse("beer"), 1, new Money(350), 2000)],
            Records.Verdict)));
        Assert.Equal(650, Balance());

        terminal.PeerWatermarks = [];
        terminal.ApplyList(2, watermark: 0, Card(Guest, "TLF 1000") with { Wallet = merged });

        Assert.Equal(650, Balance());
    }

    [Fact]
    public void A_list_with_two_rows_of_one_epoch_has_the_higher_one()
    {
        terminal.Hear(peer.Write(Sale(100)), peer.Write(Sale(200)), peer.Write(Sale(300)));

        Listed(2, "TLF 700", Row(peer, 2), Row(peer, 1));

        Assert.Equal(400, Balance());
    }

    [Fact]
    public void A_list_that_has_more_of_this_terminal_than_its_journal_proves_a_rollback()
    {
        terminal.ApplyList(2, watermark: 999, Card(Guest, "TLF 1000"));

        Assert.Contains(Fault.RolledBack, terminal.State.Past.Faults);
        Assert.Equal(new ListVersion(1, 1), terminal.State.Present.ListInUse);
    }
}
