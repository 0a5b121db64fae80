using CloudBridge.Contract;
using CloudBridge.Relay;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What the relay brings of the ledger's orders, through the real loop.</summary>
public sealed class LoopCommandTests : IDisposable
{
    private readonly LoopBench bench = new(Card(Guest, "TLF 1000"));

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task What_it_orders_is_done_once_and_after_that_is_durable()
    {
        const string done = "list asked for";
        const string command = CommandKind.RefreshList;
        bench.Start();
        await BeatAsync();
        bench.Notes.All.Clear();

        await CommandAsync(command);
        await CommandAsync(command);

        Assert.Single(bench.Notes.All, note => note == done);
        Assert.InRange(
            bench.Notes.All.FindIndex(note => note.StartsWith("sync", StringComparison.Ordinal)),
            0,
            bench.Notes.All.IndexOf(done) - 1);
        Assert.Equal(command, Assert.Single(bench.Facts.OfType<Fact.CommandDone>()).Command);
    }

    [Theory]
    [InlineData(CommandKind.Reload, "configuration read for 1")]
    [InlineData(CommandKind.Diagnostics, "looked at for 1")]
    public async Task What_others_are_asked_to_do_is_answered_when_they_have(string command, string asked)
    {
        bench.Start();
        await BeatAsync();

        await CommandAsync(command);
        Assert.Contains(asked, bench.Notes.All);
        Assert.Empty(bench.Facts.OfType<Fact.CommandDone>());
        await bench.GiveAsync(new LoopInput.Core(
            new Input.CommandHeard(1, Clock.Noon + Clock.Day, command, Card: null) { CameTo = "done" }));

        Assert.Equal(new Fact.CommandDone(1, command, "done"), Assert.Single(bench.Facts.OfType<Fact.CommandDone>()));
    }

    [Fact]
    public async Task Before_the_ledger_has_said_what_time_it_is_nothing_is_done()
    {
        bench.Start();

        await CommandAsync(CommandKind.Reload);

        Assert.DoesNotContain("configuration read for 1", bench.Notes.All);
        Assert.Empty(bench.Facts.OfType<Fact.CommandDone>());
    }

    [Fact]
    public async Task A_loop_that_is_to_start_anew_ends_in_good_order()
    {
        bench.Start();
        await BeatAsync();

        await CommandAsync(CommandKind.Restart);

        Assert.IsType<LoopEnd.Stopped>(await bench.EndedAsync());
        Assert.Single(bench.Facts.OfType<Fact.CommandDone>());
    }

    private Task BeatAsync() => bench.GiveAsync(new LoopInput.News(new RelayNews.BeatAnswered(null, 0, 0, Clock.Noon)));

    private Task CommandAsync(string command) => bench.GiveAsync(new LoopInput.News(new RelayNews.Commanded(
        new CommandMessage(Site.Id, Addressee.Of(Site.Bar), 1, Clock.Noon + Clock.Day, command, Card: null))));
}
