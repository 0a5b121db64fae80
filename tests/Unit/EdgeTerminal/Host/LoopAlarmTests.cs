using EdgeTerminal.Core;
using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What cries for somebody to come.</summary>
public sealed class LoopAlarmTests
{
    private const string Alarm = "sound Alarm";

    public static TheoryData<Fault> Quiet =>
        [Fault.ReaderLost, Fault.PanelLost, Fault.TurnstileLost, Fault.KegEmpty, Fault.RolledBack];

    [Fact]
    public Task A_forced_turnstile_sounds_until_it_is_whole_again() =>
        SoundsUntilItIsOverAsync(Gates.GateOf(), Fault.TurnstileTampered);

    [Fact]
    public Task A_way_out_sounds_as_well_though_it_goes_on() =>
        SoundsUntilItIsOverAsync(Gates.GateOf(Gates.WayOut), Fault.TurnstileTampered);

    [Fact]
    public Task A_leaking_valve_sounds_until_staff_have_been_there() =>
        SoundsUntilItIsOverAsync(DrinkStations.Setup(), Fault.ValveLeaks);

    [Fact]
    public async Task A_leak_of_before_the_start_still_sounds()
    {
        using var bench = new LoopBench(
            Remembered.Nothing with { Faults = [Fault.ValveLeaks] }, DrinkStations.Setup());

        bench.Start();
        await bench.IdleAsync();

        Assert.Contains(Alarm, bench.Notes.All);
    }

    [Theory]
    [MemberData(nameof(Quiet))]
    public async Task What_waits_for_an_operator_does_not(Fault fault)
    {
        using var bench = new LoopBench(Gates.GateOf());
        bench.Start();

        await GiveAsync(bench, new Input.FaultBegan(fault, "planned"));
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.IdleAsync();

        Assert.DoesNotContain(Alarm, bench.Notes.All);
    }

    private static async Task SoundsUntilItIsOverAsync(TerminalSetup setup, Fault fault)
    {
        using var bench = new LoopBench(Remembered.Nothing, setup);
        bench.Start();
        await bench.IdleAsync();

        await GiveAsync(bench, new Input.FaultBegan(fault, "planned"));
        await SoundedAsync(bench, 1);
        for (var times = 2; times < 5; times++)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(5));
            await SoundedAsync(bench, times);
        }
        await GiveAsync(bench, new Input.FaultEnded(fault));
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.IdleAsync();

        await SoundedAsync(bench, 4);
    }

    private static async Task SoundedAsync(LoopBench bench, int times)
    {
        await Eventually.TrueAsync(
            () => Count(bench) >= times, $"it has sounded {times} times", TestContext.Current.CancellationToken);
        await bench.IdleAsync();
        Assert.Equal(times, Count(bench));
    }

    private static int Count(LoopBench bench) => bench.Notes.All.ToArray().Count(note => note == Alarm);

    private static Task GiveAsync(LoopBench bench, Input input) => bench.GiveAsync(new LoopInput.Core(input));
}
