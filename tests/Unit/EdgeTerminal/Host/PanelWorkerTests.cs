using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

public sealed class PanelWorkerTests
{
    private static readonly Basket OneBeer = Basket.Empty.Add(Kiosks.Beer);

    private readonly ManualTime time = new();
    private readonly EventLog<LoopInput> posted = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_verdict_is_reported_once_the_panel_has_it()
    {
        var panel = new MemoryPanel(128, 64);
        using var worker = Start(panel);
        var verdict = new GuestScreen.Approved(OneBeer, []);

        worker.Show(verdict);

        Assert.Same(verdict, (await posted.First<LoopInput.Shown>(0, Cancellation)).Screen);
        Assert.Contains("Thank you", panel.Reading.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_guests_with_the_same_verdict_are_both_reported()
    {
        using var worker = Start(new MemoryPanel(128, 64));
        worker.Show(new GuestScreen.Approved(OneBeer, []));
        await posted.First<LoopInput.Shown>(0, Cancellation);
        var second = new GuestScreen.Approved(OneBeer, []);

        worker.Show(second);

        Assert.Same(second, (await posted.First<LoopInput.Shown>(1, Cancellation)).Screen);
    }

    [Fact]
    public async Task A_panel_that_hangs_is_a_fault_and_its_verdict_is_not_reported()
    {
        using var panel = new HangingPanel();
        using var worker = Start(panel);
        worker.Show(new GuestScreen.Approved(OneBeer, []));
        await Eventually.TrueAsync(() => panel.IsHanging, "the panel hangs", Cancellation);

        time.Advance(TimeSpan.FromSeconds(2));

        var fault = Assert.IsType<Input.FaultBegan>((await posted.First<LoopInput.Core>(0, Cancellation)).Input);
        Assert.Equal(Fault.PanelLost, fault.Fault);
        Assert.DoesNotContain(posted.Seen, input => input is LoopInput.Shown);
        panel.Thaw();
        await posted.First<LoopInput.Core>(0, core => core.Input is Input.FaultEnded, Cancellation);
        await posted.First<LoopInput.Shown>(0, Cancellation);
    }

    [Fact]
    public async Task A_panel_that_fails_is_tried_again_until_it_shows_the_latest()
    {
        var panel = new MemoryPanel(128, 64) { Broken = "no acknowledge" };
        using var worker = Start(panel);
        worker.Show(new GuestScreen.Approved(OneBeer, []));
        await posted.First<LoopInput.Core>(0, core => core.Input is Input.FaultBegan, Cancellation);

        panel.Broken = null;
        worker.Show(new GuestScreen.Ready());

        await posted.First<LoopInput.Core>(0, core => core.Input is Input.FaultEnded, Cancellation);
        Assert.Contains("Welcome", panel.Reading.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(posted.Seen, input => input is LoopInput.Shown { Screen: GuestScreen.Approved });
    }

    [Fact]
    public void The_last_screen_is_drawn_before_the_worker_ends()
    {
        var panel = new MemoryPanel(128, 64);
        using (var worker = Start(panel))
            worker.Show(new GuestScreen.Closed());

        Assert.Contains("Closed", panel.Reading.Text, StringComparison.Ordinal);
    }

    private PanelWorker Start(IPanel panel)
    {
        var worker = new PanelWorker(panel, new ScreenWriter(ScreenTexts.For(Language.En), "€"), time, posted.Add);
        worker.Start();
        return worker;
    }

    private sealed class HangingPanel : IPanel, IDisposable
    {
        private readonly ManualResetEventSlim thawed = new();

        public int Width => 128;

        public int Height => 64;

        public bool IsHanging { get; private set; }

        public void Thaw() => thawed.Set();

        public void Dispose() => thawed.Dispose();

        public DeviceOutcome Show(MonochromeFrame frame, CancellationToken cancellation)
        {
            IsHanging = true;
            thawed.Wait(cancellation);
            return DeviceOutcome.Done;
        }
    }
}
