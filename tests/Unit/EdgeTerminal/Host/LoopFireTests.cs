using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What the display of a gate says while its disk fails in a fire.</summary>
public sealed class LoopFireTests : IDisposable
{
    private static readonly GuestScreen Leave = new GuestScreen.StandsOpen(IsFire: true);
    private static readonly GuestScreen OutOfService = new GuestScreen.OutOfService(Reason.OutOfService);

    private readonly LoopBench bench = new(Gates.GateOf());

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whichever_comes_first_it_says_that_the_gate_is_open_until_the_fire_is_over(bool fireFirst)
    {
        bench.Start();
        if (fireFirst)
            await GiveAsync(new Input.FireBegan());
        bench.Disk.FailNextSync = true;

        if (fireFirst)
            await GiveAsync(new Input.FaultBegan(Fault.PanelLost, "it burns"));
        else
            await GiveAsync(new Input.FireBegan());

        Assert.Equal(Leave, bench.Notes.Screens[^1]);
        Assert.DoesNotContain(OutOfService, bench.Notes.Screens);
        Assert.False(bench.HasEnded);
        await GiveAsync(new Input.FireEnded());
        Assert.Equal(OutOfService, bench.Notes.Screens[^1]);
        Assert.IsType<LoopEnd.JournalFailed>(await bench.EndedAsync());
    }

    private Task GiveAsync(Input input) => bench.GiveAsync(new LoopInput.Core(input));
}
