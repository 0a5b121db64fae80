using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>What is set aside at other terminals: until its end, or for fifteen minutes.</summary>
public sealed class PeerHoldTests : IDisposable
{
    private readonly PeerJournal peer = new("bar-2");
    private readonly TerminalDriver terminal = Open(Setup(), Card(Guest, "TLF 1000"));

    public void Dispose() => peer.Dispose();

    [Fact]
    public void What_is_held_elsewhere_is_not_there_to_be_spent()
    {
        terminal.Hear(peer.Write(Hold(600)));

        Assert.Equal(400, Balance());
    }

    [Fact]
    public void Of_a_hold_that_was_captured_only_the_capture_counts()
    {
        terminal.Hear(peer.Write(Hold(600)), peer.Write(Capture(1, 250)));

        Assert.Equal(750, Balance());
    }

    [Fact]
    public void A_released_hold_does_not_count()
    {
        terminal.Hear(peer.Write(Hold(600)), peer.Write(new Fact.Release(new RecordPosition(1, 1), "card gone")));

        Assert.Equal(1_000, Balance());
    }

    [Fact]
    public void An_end_that_comes_before_its_hold_ends_it()
    {
        peer.Write(Hold(600));
        terminal.Hear(peer.Write(Capture(1, 250)));
        Assert.Equal(750, Balance());

        terminal.Hear(peer[1]);

        Assert.Equal(750, Balance());
    }

    [Fact]
    public void A_hold_without_an_end_counts_for_fifteen_minutes_and_a_later_capture_all_the_same()
    {
        terminal.Hear(peer.Write(Hold(600)));
        terminal.Wait(15 * Clock.Minute - 1);
        terminal.Confirm();
        Assert.Equal(400, Balance());

        terminal.Wait(1);
        Assert.Equal(1_000, Balance());

        terminal.Hear(peer.Write(Capture(1, 250)));
        Assert.Equal(750, Balance());
    }

    [Fact]
    public void The_end_of_a_hold_that_the_list_has_taken_off_gives_it_back()
    {
        terminal.Hear(peer.Write(Hold(600)));
        Listed(2, "TLF 400", 1);
        Assert.Equal(400, Balance());

        terminal.Hear(peer.Write(Capture(1, 250)));
        Assert.Equal(750, Balance());

        Listed(3, "TLF 750", 2);
        Assert.Equal(750, Balance());
    }

    [Fact]
    public void It_is_given_back_on_a_whole_chain_only()
    {
        terminal.Hear(peer.Write(Hold(600)));
        Listed(2, "TLF 400", 1);
        peer.Write(new Fact.FireOpened());

        terminal.Hear(peer.Write(new Fact.Release(new RecordPosition(1, 1), "card gone")));
        Assert.Equal(400, Balance());

        terminal.Hear(peer[2]);
        Assert.Equal(1_000, Balance());
    }

    [Fact]
    public void It_is_not_given_back_where_the_list_may_have_stopped_counting_it()
    {
        terminal.Hear(peer.Write(Hold(600), stamp: new Stamp(1, 1_000, Clock.Noon - 14 * Clock.Minute, Trusted: true)));
        terminal.Hear(peer.Write(Hold(100), stamp: new Stamp(1, 1_000, Clock.Noon, Trusted: false)));
        Listed(2, "TLF 300", 2);

        terminal.Hear(
            peer.Write(new Fact.Release(new RecordPosition(1, 1), "card gone")),
            peer.Write(new Fact.Release(new RecordPosition(1, 2), "card gone")));

        Assert.Equal(300, Balance());
    }

    [Fact]
    public void A_hold_that_is_said_again_in_a_later_epoch_is_ended_by_its_first_name()
    {
        peer.Write(Hold(600));
        var later = peer.Later(epoch: 2);
        terminal.PeerWatermarks = [new Watermark(peer.Terminal, 2, 0)];
        terminal.ApplyList(2, watermark: 0, Card(Guest, "TLF 1000"));
        terminal.Hear(peer[1], later.Write(Hold(600), peer.NameOf(1)));
        Assert.Equal(400, Balance());

        terminal.Hear(later.Write(Capture(1, 250)));

        Assert.Equal(750, Balance());
    }

    [Fact]
    public void A_release_beyond_a_gap_ends_nothing_until_the_gap_is_filled()
    {
        terminal.Hear(peer.Write(Hold(600)));
        peer.Write(new Fact.FireOpened());
        terminal.Hear(peer.Write(Release(1)));
        Assert.Equal(400, Balance());

        terminal.Hear(peer[2]);

        Assert.Equal(1_000, Balance());
    }

    [Fact]
    public void A_hold_that_ended_twice_is_given_back_once()
    {
        terminal.Hear(peer.Write(Hold(600)), peer.Write(Release(1)), peer.Write(Release(1)));

        Listed(2, "TLF 1000", 2);

        Assert.Equal(1_000, Balance());
    }

    [Fact]
    public void A_capture_from_another_card_ends_nobodys_hold()
    {
        terminal.Hear(peer.Write(Hold(600)), peer.Write(new Fact.Capture(
            new RecordPosition(1, 1),
            new Payment(Site.Card(Other), WalletOf(Other), [Records.Amount("TLF", 1)]),
            100, 200_000, "card gone")));

        Assert.Equal(400, Balance());
    }

    [Fact]
    public void The_ends_of_a_forked_chain_end_nothing()
    {
        var twin = peer.Fork(through: 0);
        terminal.Hear(peer.Write(Hold(600)), twin.Write(Hold(100)), twin.Write(Release(1)));

        Assert.Equal(300, Balance());
    }

    [Theory]
    [InlineData(-13 * Clock.Minute - 1)]
    [InlineData(1)]
    public void It_is_not_given_back_where_the_clocks_leave_a_doubt(long written)
    {
        terminal.Hear(peer.Write(Hold(600), stamp: new Stamp(1, 1_000, Clock.Noon + written, Trusted: true)));
        Listed(2, "TLF 400", 1);

        terminal.Hear(peer.Write(Release(1)));

        Assert.Equal(400, Balance());
    }

    private static Fact.Release Release(long held) => new(new RecordPosition(1, held), "card gone");

    private static Payment Pays(long cents) =>
        new(Site.Card(Guest), WalletOf(Guest), [Records.Amount("TLF", cents)]);

    private static Fact.Hold Hold(long cents) =>
        new(Pays(cents), ArticleId.Parse("beer"), new Money(700), 450, Records.Verdict);

    private static Fact.Capture Capture(long held, long cents) =>
        new(new RecordPosition(1, held), Pays(cents), 100, 200_000, "card gone");

    private void Listed(long version, string balances, long watermark)
    {
        terminal.PeerWatermarks = [new Watermark(peer.Terminal, 1, watermark)];
        terminal.ApplyList(version, watermark: 0, Card(Guest, balances));
    }

    private long Balance() => terminal.BalanceOf(Guest);
}
