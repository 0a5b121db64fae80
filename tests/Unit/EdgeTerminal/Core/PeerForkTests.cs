using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>
/// Two machines write with one key. A list's watermark does not say which branch it means: what takes from a wallet
/// counts on both until the ledger has gone on to a later epoch.
/// </summary>
public sealed class PeerForkTests : PeerRig
{
    private readonly PeerJournal twin;

    public PeerForkTests()
    {
        peer.Write(Sale(100));
        twin = peer.Fork(through: 1);
        peer.Write(Sale(200));
        twin.Write(Sale(50));
    }

    [Fact]
    public void A_debit_on_a_branch_that_the_list_may_not_have_goes_on_counting()
    {
        terminal.Hear(peer[1], peer[2], twin[2]);

        Listed(2, "TLF 700", Row(peer, 2));

        // The list has one of the two, and nobody here knows which.
        Assert.Equal(450, Balance());
    }

    [Fact]
    public void What_is_below_the_fork_is_in_the_list()
    {
        terminal.Hear(peer[1], peer[2], twin[2]);

        Listed(2, "TLF 900", Row(peer, 1));

        Assert.Equal(650, Balance());
    }

    [Fact]
    public void So_do_the_lines_behind_a_fork_on_either_branch()
    {
        peer.Write(Sale(20));
        twin.Write(Sale(10));
        terminal.Hear(peer[1], peer[2], twin[2], twin[3]);

        Listed(2, "TLF 680", Row(peer, 3));

        Assert.Equal(680 - 200 - 50 - 10, Balance());
    }

    [Fact]
    public void A_line_that_names_another_one_before_it_shows_a_fork()
    {
        twin.Write(Sale(10));
        terminal.Hear(peer[1], twin[3], peer[2]);

        Listed(2, "TLF 700", Row(peer, 3));

        Assert.Equal(700 - 200 - 10, Balance());
    }

    [Fact]
    public void A_fork_at_the_lists_watermark_makes_both_lines_there_count()
    {
        terminal.Hear(peer[1], peer[2]);
        Listed(2, "TLF 700", Row(peer, 2));
        Assert.Equal(700, Balance());

        terminal.Hear(twin[2]);

        Assert.Equal(450, Balance());
    }

    [Fact]
    public void A_branch_that_goes_on_far_below_the_watermark_of_the_other_counts()
    {
        terminal.Hear(peer[1], peer[2], twin[2]);
        Listed(2, "TLF 600", Row(peer, 9));

        var line = twin.Write(Sale(10));
        terminal.Hear(line);
        terminal.Hear(line);

        Assert.Equal(600 - 200 - 50 - 10, Balance());
    }

    [Fact]
    public void Behind_a_fork_no_credit_counts_whatever_list_comes()
    {
        peer.Write(Refill(500));
        peer.Write(Refill(300));
        terminal.Hear(peer[1], peer[2], peer[3], twin[2]);

        Listed(2, "TLF 1200", Row(peer, 3));
        terminal.Hear(peer[4]);

        Assert.Equal(1_200 - 200 - 50, Balance());
    }

    [Fact]
    public void A_hold_behind_a_fork_ends_by_time_whatever_list_comes()
    {
        var held = twin.Write(new Fact.Hold(Pays(300), ArticleId.Parse("beer"), new Money(700), 450, Records.Verdict));
        var ended = twin.Write(new Fact.Release(new RecordPosition(1, 3), "card gone"));
        terminal.Hear(peer[1], peer[2], twin[2], held, ended);
        Listed(2, "TLF 700", Row(peer, 4));
        Assert.Equal(700 - 200 - 50 - 300, Balance());

        terminal.Wait(15 * Clock.Minute);
        terminal.Confirm();

        Assert.Equal(700 - 200 - 50, Balance());
    }

    [Fact]
    public void A_card_that_was_locked_on_a_branch_stays_locked()
    {
        terminal.Hear(peer[1], peer[2], twin[2], twin.Write(new Fact.CardBlocked(Site.Card(Guest), Staff)));

        Listed(2, "TLF 700", Row(peer, 9));

        Assert.Equal(Reason.CardBlocked, ReasonFor(100));
    }

    [Fact]
    public void A_counter_that_was_used_on_a_branch_stays_used()
    {
        terminal.Hear(peer[1], peer[2], twin[2], twin.Write(new Fact.CounterUsed(Site.Card(Guest), 9)));

        Listed(2, "TLF 700", Row(peer, 9));

        Assert.Equal(9, terminal.State.Present.Peers.HighestUsed(Site.Card(Guest)));
    }

    [Fact]
    public void It_ends_when_a_list_has_records_of_a_later_epoch_of_that_terminal()
    {
        var later = peer.Later(epoch: 2);
        terminal.Hear(peer[1], peer[2], twin[2]);
        Listed(2, "TLF 700", Row(peer, 2), Row(later, 0));
        Assert.Equal(450, Balance());

        Listed(3, "TLF 650", Row(peer, 2), Row(later, 1));

        Assert.Equal(650, Balance());
        terminal.Hear(peer[2], twin[2]);
        Assert.Equal(650, Balance());
    }

    [Fact]
    public void It_does_not_end_with_a_later_epoch_of_another_terminal()
    {
        terminal.Hear(peer[1], peer[2], twin[2]);

        Listed(2, "TLF 700", Row(peer, 2), Row(third.Later(epoch: 2), 1));

        Assert.Equal(450, Balance());
    }

    [Fact]
    public void What_is_said_again_in_the_later_epoch_counts_once_and_until_a_list_has_it_there()
    {
        var later = peer.Later(epoch: 2);
        later.Write(new Fact.FireOpened());
        terminal.Hear(peer[1], peer[2], twin[2], later[1], later.Write(Sale(50), twin.NameOf(2)));
        Listed(2, "TLF 700", Row(peer, 2), Row(later, 1));
        Assert.Equal(650, Balance());

        Listed(3, "TLF 650", Row(peer, 2), Row(later, 2));

        Assert.Equal(650, Balance());
    }

    [Fact]
    public void It_ends_with_the_power()
    {
        terminal.Hear(peer[1], peer[2], twin[2]);
        Listed(2, "TLF 700", Row(peer, 2));

        terminal.LosePower();
        terminal.Confirm();

        Assert.Equal(700, Balance());
    }
}
