using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;
using HardwareDrivers.Simulated;

namespace Tests.AdapterContracts;

/// <summary>What every driver of a panel of pixels on a bus does: the glass of the twin is looked at.</summary>
/// <param name="isSh1106">Another controller.</param>
/// <param name="height">Rows of pixels.</param>
public abstract class OledContract(bool isSh1106, int height)
{
    private const int Width = 128;

    private readonly OledTwin twin = new(isSh1106, height);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void What_is_painted_is_what_is_seen()
    {
        var panel = Make(twin.Open, height);
        Assert.Equal((Width, height), (panel.Width, panel.Height));

        Assert.Same(DeviceOutcome.Done, panel.Show(Painted("Thank you"), Cancellation));
        Shows("Thank you");
        Assert.Same(DeviceOutcome.Done, panel.Show(Painted("Refused"), Cancellation));
        Shows("Refused");
    }

    [Fact]
    public void Until_its_picture_is_whole_the_display_is_dark()
    {
        twin.FallSilentAfter(height * Width / 8 - 100);

        Assert.IsType<DeviceOutcome.Failure>(Make(twin.Open, height).Show(Painted("Beer"), Cancellation));

        Assert.Null(twin.Visible);
    }

    [Fact]
    public void Only_what_has_changed_travels()
    {
        var panel = Make(twin.Open, height);
        panel.Show(Painted("Beer"), Cancellation);
        var before = twin.BytesTaken;
        panel.Show(Painted("Beer"), Cancellation);
        Assert.Equal(before, twin.BytesTaken);

        var other = Painted("Beer");
        other[5, 9] = !other[5, 9];
        panel.Show(other, Cancellation);

        Assert.InRange(twin.BytesTaken - before, 4, 12);
        Assert.Equal(other[5, 9], twin.Visible![5, 9]);
    }

    [Fact]
    public void A_plug_that_was_drawn_is_a_failure_and_all_comes_back_with_it()
    {
        var panel = Make(twin.Open, height);
        panel.Show(Painted("Beer"), Cancellation);
        twin.Unplug();

        var failure = Assert.IsType<DeviceOutcome.Failure>(panel.Show(Painted("Water"), Cancellation));
        Assert.Contains("does not acknowledge", failure.Detail, StringComparison.Ordinal);
        twin.Plug();
        Assert.Same(DeviceOutcome.Done, panel.Show(Painted("Water"), Cancellation));

        Shows("Water");
    }

    [Fact]
    public void A_plug_that_was_drawn_while_nobody_looked_is_noticed()
    {
        var panel = Make(twin.Open, height);
        panel.Show(Painted("Beer"), Cancellation);
        twin.Unplug();
        twin.Plug();
        Assert.Null(twin.Visible);

        Assert.Same(DeviceOutcome.Done, ((IForgetfulPanel)panel).Refresh(Cancellation));

        Shows("Beer");
    }

    [Fact]
    public void A_bus_that_is_lost_is_told_and_opened_again()
    {
        var panel = Make(twin.Open, height);
        panel.Show(Painted("Beer"), Cancellation);
        twin.LoseBus(true);
        Assert.Equal(DeviceOutcome.Failed("the bus is gone"), panel.Show(Painted("Water"), Cancellation));
        Assert.Equal(DeviceOutcome.Failed("no such bus"), panel.Show(Painted("Water"), Cancellation));
        twin.LoseBus(false);

        Assert.Same(DeviceOutcome.Done, panel.Show(Painted("Water"), Cancellation));

        Shows("Water");
    }

    [Fact]
    public void A_bus_of_short_transfers_carries_the_same_picture()
    {
        var slow = new OledTwin(isSh1106, height) { LongestTransfer = 32 };

        Assert.Same(DeviceOutcome.Done, Make(slow.Open, height).Show(Painted("Thank you"), Cancellation));

        Assert.Equal(Lines(Painted("Thank you")), Lines(slow.Visible!));
    }

    [Fact]
    public void What_was_cancelled_is_whole_the_next_time()
    {
        var panel = Make(twin.Open, height);
        panel.Show(Painted("Beer"), Cancellation);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => panel.Show(Painted("Water"), cancelled.Token));
        Assert.Same(DeviceOutcome.Done, panel.Show(Painted("Water"), Cancellation));

        Shows("Water");
    }

    protected abstract IPanel Make(Func<II2cDevice> open, int height);

    private static IEnumerable<string> Lines(MonochromeFrame frame) => FrameText.BrailleLines(frame);

    private MonochromeFrame Painted(string words) => ScreenPainter.Paint(
        new Screen("Terminal", Symbol.Check, words, ["1 × Bière\t3.50 €"], "Ça va"), Width, height);

    private void Shows(string words) =>
        Assert.Equal(Lines(Painted(words)), Lines(twin.Visible ?? new MonochromeFrame(Width, height)));
}

public sealed class OwnSsd1306Tests() : OledContract(isSh1106: false, height: 64)
{
    protected override IPanel Make(Func<II2cDevice> open, int height) =>
        PanelAdapterOf.Name("own").Ssd1306(open, height);
}

public sealed class OwnLowSsd1306Tests() : OledContract(isSh1106: false, height: 32)
{
    protected override IPanel Make(Func<II2cDevice> open, int height) =>
        PanelAdapterOf.Name("own").Ssd1306(open, height);
}

public sealed class OwnSh1106Tests() : OledContract(isSh1106: true, height: 64)
{
    protected override IPanel Make(Func<II2cDevice> open, int height) =>
        new OledPanel(open, OledController.Sh1106(height), 128, height);
}

public sealed class LibrarySsd1306Tests() : OledContract(isSh1106: false, height: 64)
{
    protected override IPanel Make(Func<II2cDevice> open, int height) =>
        PanelAdapterOf.Name("iot").Ssd1306(open, height);
}

public sealed class LibraryLowSsd1306Tests() : OledContract(isSh1106: false, height: 32)
{
    protected override IPanel Make(Func<II2cDevice> open, int height) =>
        PanelAdapterOf.Name("iot").Ssd1306(open, height);
}
