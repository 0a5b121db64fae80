using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;
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
    public async Task A_panel_of_characters_shows_the_same_words()
    {
        var twin = new CharacterPanelTwin(20, 4, BackpackPins.Usual);
        using var panel = new Hd44780Panel(twin.Open, BackpackPins.Usual, 20, 4, new VirtualClock());
        using var worker = Start(new TextScreenPanel(panel));

        worker.Show(new GuestScreen.Approved(OneBeer, []));

        await posted.First<LoopInput.Shown>(0, Cancellation);
        Assert.Equal(
            ["Thank you", "3.50 €"], twin.Visible!.Lines.Select(line => line.Trim()).Where(line => line.Length > 0));
    }

    [Fact]
    public async Task A_plug_that_is_drawn_while_nothing_new_is_shown_is_a_fault_and_comes_back()
    {
        var twin = new OledTwin(isSh1106: false, 64);
        using var panel = new OledPanel(twin.Open, OledController.Ssd1306(64), 128, 64);
        using var worker = Start(panel);
        worker.Show(new GuestScreen.Approved(OneBeer, []));
        await posted.First<LoopInput.Shown>(0, Cancellation);
        twin.Unplug();

        await PassUntil(core => core.Input is Input.FaultBegan { Fault: Fault.PanelLost });
        twin.Plug();
        await PassUntil(core => core.Input is Input.FaultEnded { Fault: Fault.PanelLost });

        Assert.Contains("Thank you", FrameReader.Read(twin.Visible!).Text, StringComparison.Ordinal);
        Assert.Single(posted.Seen.OfType<LoopInput.Shown>());
    }

    [Fact]
    public void The_last_screen_is_drawn_before_the_worker_ends()
    {
        var panel = new MemoryPanel(128, 64);
        using (var worker = Start(panel))
            worker.Show(new GuestScreen.Closed());

        Assert.Contains("Closed", panel.Reading.Text, StringComparison.Ordinal);
    }

    private Task PassUntil(Func<LoopInput.Core, bool> seen) => Eventually.TrueAsync(
        () =>
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            return posted.Seen.OfType<LoopInput.Core>().Any(seen);
        },
        "the fault begins or ends",
        Cancellation);

    private PanelWorker Start(IPanel panel) => Start(new PixelScreenPanel(panel));

    private PanelWorker Start(IScreenPanel panel)
    {
        var worker = new PanelWorker(
            panel, new ScreenWriter(ScreenTexts.For(Language.En), "€"), time, posted.Add);
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
