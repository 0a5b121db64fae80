using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>Orders to a valve, and what comes back of it: valve and meter at a virtual board.</summary>
public sealed class PourValveTests : IDisposable
{
    private const int ValveLine = 17;
    private const int MeterLine = 5;
    private readonly ManualTime time = new();
    private readonly VirtualBoard board;
    private readonly SafeLines lines;
    private readonly ToldInputs told = new();
    private readonly PourValve valve;

    public PourValveTests()
    {
        board = new VirtualBoard(time);
        lines = SafeLines.Open(board, [new NamedLine("valve", 0, new OutputLineSettings(ValveLine, "valve"))]);
        valve = Make("valve");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private bool IsOpen => board.Line(ValveLine).Level;

    public void Dispose()
    {
        valve.Do(new Effect.CloseValve(2));
        // Nobody advances the clock any more: the flow settles because its line is gone.
        board.IsGone = true;
        valve.Dispose();
        lines.Dispose();
    }

    [Fact]
    public async Task What_flows_is_told_on_the_way_and_at_the_end()
    {
        await OpenAsync();

        Pulse(10);
        await TellsAsync(new Input.PulsesCounted(10, 7, 2, 7_010));
        valve.Do(new Effect.RenewLease(2, 10));
        Pulse(15);
        await TellsAsync(new Input.PulsesCounted(25, 7, 2, 7_025));
        valve.Do(new Effect.CloseValve(2));
        Assert.False(IsOpen);

        await TellsAsync(new Input.ValveClosed(ValveClosing.Ordered, 25, FlowsOn: false, 7, 2, 7_025));
    }

    [Fact]
    public async Task Without_a_mark_it_shuts_after_a_lease()
    {
        await OpenAsync();

        Pulse(20);

        await TellsAsync(new Input.ValveClosed(ValveClosing.LeaseRanOut, 20, FlowsOn: false, 7, 2, 7_020));
        Assert.False(IsOpen);
    }

    [Fact]
    public async Task What_leaks_behind_the_deadline_is_neither_counted_nor_in_its_last_word()
    {
        await OpenAsync();
        Pulse(10);
        await TellsAsync(new Input.PulsesCounted(10, 7, 2, 7_010));
        time.Advance(TimeSpan.FromSeconds(60));
        await Eventually.TrueAsync(() => !IsOpen, "it is shut", Cancellation);

        var leaked = 0;
        await Eventually.TrueAsync(
            () =>
            {
                Pulse(1);
                leaked++;
                time.Advance(TimeSpan.FromMilliseconds(100));
                return told.Seen.OfType<Input.ValveClosed>().Any();
            },
            "its last word comes although it leaks",
            Cancellation);

        var closed = told.Seen.OfType<Input.ValveClosed>().Single();
        Assert.Equal((ValveClosing.DeadlinePassed, 10L, true), (closed.Why, closed.Pulses, closed.FlowsOn));
        Assert.True(leaked > 10);
        Assert.All(told.Seen.OfType<Input.PulsesCounted>(), counted => Assert.True(counted.Pulses <= 10));
    }

    [Fact]
    public async Task What_drips_while_it_is_shut_is_told_and_nobody_s_pour()
    {
        Pulse(3);
        await TellsAsync(new Input.PulsesWhileShut(3, 2, 7_003));

        await OpenAsync();
        Pulse(1);

        await TellsAsync(new Input.PulsesCounted(1, 7, 2, 7_004));
    }

    /// <summary>Whatever opened it: the loop orders this where something flows through a valve that is shut.</summary>
    [Fact]
    public void A_valve_that_nobody_opened_is_driven_shut_by_order()
    {
        lines.Find("valve")!.Set(true);
        Assert.True(IsOpen);

        valve.Do(new Effect.CloseValve(2));

        Assert.False(IsOpen);
    }

    [Fact]
    public async Task Drops_of_a_minute_ago_are_no_leak()
    {
        Pulse(3);
        await TellsAsync(new Input.PulsesWhileShut(3, 2, 7_003));
        time.Advance(TimeSpan.FromMinutes(2));

        Pulse(2);

        await TellsAsync(new Input.PulsesWhileShut(2, 2, 7_005));
    }

    [Fact]
    public async Task A_valve_that_is_not_there_answers_each_order_so()
    {
        using var missing = Make("no such line");
        await TellsAsync(new Input.FaultBegan(Fault.ValveLost, "there is no line 'no such line'"));

        missing.Do(new Effect.OpenValve(2, 7, 100, 60_000, 20));

        await TellsAsync(new Input.ValveClosed(ValveClosing.DeviceLost, 0, FlowsOn: false, 7, 2, 7_000));
    }

    [Fact]
    public async Task No_order_waits_for_a_meter_that_does_not_answer()
    {
        using var meters = new HangingMeters();
        using var slow = Make("valve", meters);
        var look = InBackground(() => time.Advance(TimeSpan.FromMilliseconds(100)));
        await Eventually.TrueAsync(() => meters.IsAsked, "it looks at the meter", Cancellation);

        var orders = InBackground(() =>
        {
            slow.Do(new Effect.OpenValve(2, 8, 100, 60_000, 20));
            slow.Do(new Effect.RenewLease(2, 10));
            slow.Do(new Effect.CloseValve(2));
        });
        await Eventually.TrueAsync(() => orders.IsCompleted, "the orders were taken", Cancellation);
        Assert.False(IsOpen);

        meters.Answer();
        await look;
        await TellsAsync(new Input.ValveClosed(ValveClosing.Ordered, 0, FlowsOn: false, 8, 2, 7_000));
    }

    private static Task InBackground(Action run) => Task.Factory.StartNew(
        run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private PourValve Make(string name, IBoard? meters = null)
    {
        var made = new PourValve(
            tap: 2,
            new DrinkDevices(
                name,
                null,
                new InputLineSettings(name == "valve" ? MeterLine : MeterLine + 1, "flow meter") { Counted = true },
                PulseFilterSettings.None),
            usualChip: 0,
            meters ?? board,
            lines,
            time);
        made.Start(before: 7_000, told);
        return made;
    }

    private async Task OpenAsync()
    {
        valve.Do(new Effect.OpenValve(2, 7, 100, 60_000, 20));
        await Eventually.TrueAsync(() => IsOpen, "it is open", Cancellation);
    }

    private void Pulse(int count)
    {
        for (var pulse = 0; pulse < count; pulse++)
        {
            board.Line(MeterLine).Drive(true);
            board.Line(MeterLine).Drive(false);
        }
    }

    private Task TellsAsync(Input wanted) =>
        time.AdvanceUntilAsync(() => told.Seen.Contains(wanted), $"{wanted} is told", Cancellation);

    /// <summary>A board whose inputs do not answer until they may.</summary>
    private sealed class HangingMeters : IBoard, ILineChip, IInputLine
    {
        private readonly ManualResetEventSlim answer = new(initialState: false);
        private volatile bool isAsked;

        public bool IsAsked => isAsked;

        public string Name => "hanging";

        public bool IsActive => false;

        public void Answer() => answer.Set();

        public ILineChip OpenLines(int chip) => this;

        public IInputLine OpenInput(InputLineSettings settings) => this;

        public int Read(Span<LineEdge> edges, TimeSpan timeout, CancellationToken cancellation)
        {
            isAsked = true;
            answer.Wait(CancellationToken.None);
            return 0;
        }

        public IOutputLine OpenOutput(OutputLineSettings settings) => throw new NotSupportedException("inputs");

        public II2cDevice OpenI2c(int bus, int address) => throw new NotSupportedException("inputs");

        public ISpiDevice OpenSpi(SpiSettings settings) => throw new NotSupportedException("inputs");

        public IToneLine OpenPwm(int chip, int channel) => throw new NotSupportedException("inputs");

        public void Dispose()
        {
        }
    }
}
