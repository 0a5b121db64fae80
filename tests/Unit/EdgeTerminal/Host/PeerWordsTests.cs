using CloudBridge.Contract;
using EdgeTerminal.Host;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What the status line says of other terminals.</summary>
public sealed class PeerWordsTests : IDisposable
{
    private readonly PeerJournal peer = new("bar-2");
    private readonly PeerJournal third = new("bar-3");
    private readonly TerminalDriver terminal = Open(Setup(), Card(Guest, "TLF 1000"));

    public PeerWordsTests()
    {
        for (var line = 0; line < 3; line++)
        {
            peer.Write(JournalWriter.Beer(Guest));
            third.Write(JournalWriter.Beer(Guest));
        }
    }

    private string Words => PeerWords.Of(terminal.State.Present.Peers);

    public void Dispose()
    {
        peer.Dispose();
        third.Dispose();
    }

    [Fact]
    public void Of_nobody_there_is_nothing_to_say() => Assert.Equal("", Words);

    [Fact]
    public void It_says_how_far_each_was_heard_and_whether_that_is_all_of_it()
    {
        terminal.Hear(third[1], third[3], peer[1], peer[2]);

        Assert.Equal("; hears bar-2 through 1/2 (whole), bar-3 through 1/3 (with gaps or forks)", Words);

        terminal.Hear(third[2]);
        Assert.Equal("; hears bar-2 through 1/2 (whole), bar-3 through 1/3 (whole)", Words);
    }

    [Fact]
    public void It_says_that_something_may_be_missing_and_what_that_does()
    {
        terminal.PeersMissing = true;
        terminal.Hear(peer[1]);

        Assert.Equal(
            "; hears bar-2 through 1/1 (whole); records of other terminals may be missing: limits of a stale list",
            Words);
    }

    [Fact]
    public void What_a_list_has_and_what_was_left_behind_is_no_news()
    {
        using var later = peer.Later(epoch: 2);
        terminal.Hear(peer[1], later.Write(JournalWriter.Beer(Guest)));
        terminal.PeerWatermarks = [new Watermark(peer.Terminal, 1, 3), new Watermark(peer.Terminal, 2, 0)];
        terminal.ApplyList(2, watermark: 0, Card(Guest, "TLF 1000"));

        Assert.Equal("; hears bar-2 through 2/1 (whole)", Words);
    }
}
