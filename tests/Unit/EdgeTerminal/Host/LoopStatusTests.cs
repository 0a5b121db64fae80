using CloudBridge.Contract;
using CloudBridge.Relay;
using EdgeTerminal.Host;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What the terminal says of itself.</summary>
public sealed class LoopStatusTests : IDisposable
{
    private readonly LoopBench bench = new(Card(Guest, "TLF 1000"));

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Before_the_ledgers_first_word_it_does_not_say_that_it_serves()
    {
        bench.Start(mayReachLedger: true);
        await bench.IdleAsync();
        Assert.Equal(TerminalActivity.Starting, bench.Notes.Statuses[^1].Activity);

        await bench.GiveAsync(new LoopInput.News(new RelayNews.NotConnected("no broker")));
        Assert.Equal(TerminalActivity.Serving, bench.Notes.Statuses[^1].Activity);
    }
}
