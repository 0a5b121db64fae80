using System.Globalization;
using System.Text;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract;

/// <summary>What is kept of a chain in which two lines claim one place.</summary>
public class HeardChainsTests
{
    private static readonly TerminalId Peer = TerminalId.Parse("bar-2");
    private static readonly PeerEpoch First = new(Peer, 1);

    [Fact]
    public void What_is_kept_behind_a_watermark_takes_room_until_a_later_epoch_has_begun()
    {
        var last = HeardChains.MostLines - 1;
        var chains = HeardChains.None.With(Line("twin", 1));
        for (var sequence = 1; sequence <= last; sequence++)
            chains = chains.With(Line("", sequence));
        chains = chains.Above([new Watermark(Peer, 1, last)]);
        Assert.Equal(HeardChains.MostLines, chains.Of(First).Count);

        chains = chains.With(Line("", last + 1));
        Assert.True(chains.IsAnyLacking);

        chains = chains.Above([new Watermark(Peer, 1, last + 1), new Watermark(Peer, 2, 1)]);
        Assert.Equal((0, false), (chains.Of(First).Count, chains.IsAnyLacking));
    }

    [Fact]
    public void A_list_that_is_applied_again_changes_nothing()
    {
        Watermark[] listed = [new(Peer, 1, 2), new(Peer, 2, 1)];
        var chains = HeardChains.None.Above(listed).With(Line("", 2)).With(Line("twin", 2));

        var again = chains.Above(listed);

        Assert.Equal(chains.Of(First), again.Of(First));
        Assert.True(again.IsListed(Peer, new RecordPosition(1, 2)));
    }

    [Fact]
    public void A_fork_below_the_watermark_is_no_gap_and_nothing_to_ask_for()
    {
        var chains = HeardChains.None.With(Line("", 1)).With(Line("twin", 1)).With(Line("", 2))
            .Above([new Watermark(Peer, 1, 5)])
            .With(Line("", 5)).With(Line("twin", 3));
        var chain = chains.Of(First);

        Assert.Equal((true, false, 5L, 5L), (chain.IsComplete, chain.HasGap, chain.AskFrom, chain.WholeThrough));
        Assert.True(chains.With(Line("", 7)).Of(First) is { HasGap: true, IsComplete: false });
    }

    [Fact]
    public void A_chain_has_a_gap_until_the_line_comes_or_a_list_has_it()
    {
        var chains = HeardChains.None.With(Line("", 1)).With(Line("", 4));
        Assert.Equal([First], chains.WithGap);

        Assert.Empty(chains.With(Line("", 2)).With(Line("", 3)).WithGap);
        Assert.Equal([First], chains.Above([new Watermark(Peer, 1, 2)]).WithGap);
        Assert.Empty(chains.Above([new Watermark(Peer, 1, 3)]).WithGap);
        Assert.Equal([First], chains.Above([]).WithGap);
    }

    private static HeardRecord Line(string branch, long sequence) => new(
        Peer,
        new RecordPosition(1, sequence),
        HashOf(branch, sequence),
        sequence == 1 ? Digest.Zero : HashOf(branch, sequence - 1),
        new Stamp(1, 1_000, Clock.Noon, Trusted: true),
        new Fact.FireOpened());

    private static Digest HashOf(string branch, long sequence) => Digest.Of(
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{branch} {sequence}")));
}
