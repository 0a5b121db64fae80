using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Display;

/// <summary>What is painted is what the twin's glass shows, and little is sent.</summary>
public class OledPanelTests
{
    public static TheoryData<bool, int> Panels => new() { { false, 64 }, { false, 32 }, { true, 64 }, { true, 32 } };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Panels))]
    public void What_is_painted_is_what_is_seen(bool isSh1106, int height)
    {
        var twin = new OledTwin(isSh1106, height);
        using var panel = PanelOn(twin, isSh1106, height);
        var frame = Painted("Thank you", height);

        Assert.Equal(DeviceOutcome.Done, panel.Show(frame, Cancellation));

        Shows(frame, twin);
    }

    [Fact]
    public void Until_its_picture_is_whole_the_display_is_dark()
    {
        var twin = new OledTwin(isSh1106: false, 64);
        twin.FallSilentAfter(600);
        using var panel = PanelOn(twin);

        var failure = Assert.IsType<DeviceOutcome.Failure>(panel.Show(Painted("Beer"), Cancellation));

        Assert.Null(twin.Visible);
        Assert.Contains("SSD1306 does not acknowledge", failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Panels))]
    public void Only_what_has_changed_travels(bool isSh1106, int height)
    {
        var twin = new OledTwin(isSh1106, height);
        using var panel = PanelOn(twin, isSh1106, height);
        var frame = Painted("Beer", height);
        panel.Show(frame, Cancellation);
        var before = twin.BytesTaken;

        var other = Copy(frame);
        other[5, 9] = !other[5, 9];
        other[9, 9] = !other[9, 9];
        panel.Show(other, Cancellation);

        // One control byte and three commands for the place; one control byte and five columns.
        Assert.Equal(4 + 6, twin.BytesTaken - before);
        Shows(other, twin);
    }

    [Fact]
    public void The_same_frame_costs_no_byte()
    {
        var twin = new OledTwin(isSh1106: false, 64);
        using var panel = PanelOn(twin);
        panel.Show(Painted("Beer"), Cancellation);
        var before = twin.BytesTaken;

        Assert.Equal(DeviceOutcome.Done, panel.Show(Painted("Beer"), Cancellation));

        Assert.Equal(before, twin.BytesTaken);
    }

    [Fact]
    public void A_panel_that_was_unplugged_and_plugged_in_again_gets_all_anew()
    {
        var twin = new OledTwin(isSh1106: false, 64);
        using var panel = PanelOn(twin);
        panel.Show(Painted("Beer"), Cancellation);

        twin.Unplug();
        Assert.IsType<DeviceOutcome.Failure>(panel.Show(Painted("Water"), Cancellation));
        twin.Plug();

        Assert.Equal(DeviceOutcome.Done, panel.Show(Painted("Water"), Cancellation));
        Shows(Painted("Water"), twin);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_plug_that_was_drawn_while_nobody_looked_is_noticed(bool cannotBeRead)
    {
        var twin = new OledTwin(isSh1106: true, 64) { CannotBeRead = cannotBeRead };
        using var panel = PanelOn(twin, isSh1106: true);
        panel.Show(Painted("Beer"), Cancellation);
        twin.Unplug();
        twin.Plug();
        Assert.Null(twin.Visible);

        Assert.Equal(DeviceOutcome.Done, panel.Refresh(Cancellation));

        Shows(Painted("Beer"), twin);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_panel_does_not_blink_while_it_is_looked_after(bool cannotBeRead)
    {
        var twin = new OledTwin(isSh1106: false, 64) { CannotBeRead = cannotBeRead };
        using var panel = PanelOn(twin);
        panel.Show(Painted("Beer"), Cancellation);

        Assert.Equal(DeviceOutcome.Done, panel.Refresh(Cancellation));
        Assert.Equal(DeviceOutcome.Done, panel.Show(Painted("Water"), Cancellation));

        Assert.Equal(0, twin.TimesDarkened);
        Shows(Painted("Water"), twin);
    }

    [Fact]
    public void A_refresh_without_a_panel_is_a_failure_and_with_one_sends_nothing()
    {
        var twin = new OledTwin(isSh1106: false, 64);
        using var panel = PanelOn(twin);
        Assert.Equal(DeviceOutcome.Done, panel.Refresh(Cancellation));
        panel.Show(Painted("Beer"), Cancellation);
        var before = twin.BytesTaken;
        Assert.Equal(DeviceOutcome.Done, panel.Refresh(Cancellation));
        Assert.Equal(before, twin.BytesTaken);

        twin.Unplug();

        Assert.IsType<DeviceOutcome.Failure>(panel.Refresh(Cancellation));
    }

    [Fact]
    public void A_frame_that_breaks_off_in_the_middle_is_sent_whole_the_next_time()
    {
        var twin = new OledTwin(isSh1106: false, 64);
        using var panel = PanelOn(twin);
        panel.Show(Painted("Beer"), Cancellation);
        twin.FallSilentAfter(70);
        Assert.IsType<DeviceOutcome.Failure>(panel.Show(Painted("Refused: much else"), Cancellation));

        twin.Plug();

        Assert.Equal(DeviceOutcome.Done, panel.Show(Painted("Water"), Cancellation));
        Shows(Painted("Water"), twin);
    }

    [Fact]
    public void A_bus_that_is_lost_is_opened_again()
    {
        var twin = new OledTwin(isSh1106: false, 64);
        using var panel = PanelOn(twin);
        twin.LoseBus(true);
        Assert.Equal(DeviceOutcome.Failed("no such bus"), panel.Show(Painted("Beer"), Cancellation));
        twin.LoseBus(false);
        Assert.Equal(DeviceOutcome.Done, panel.Show(Painted("Beer"), Cancellation));
        twin.LoseBus(true);
        Assert.Equal(DeviceOutcome.Failed("the bus is gone"), panel.Show(Painted("Water"), Cancellation));
        twin.LoseBus(false);

        Assert.Equal(DeviceOutcome.Done, panel.Show(Painted("Water"), Cancellation));

        Assert.Equal(2, twin.TimesOpened);
        Shows(Painted("Water"), twin);
    }

    [Fact]
    public void A_bus_of_short_transfers_carries_the_same_picture()
    {
        var twin = new OledTwin(isSh1106: true, 64) { LongestTransfer = 32 };
        using var panel = PanelOn(twin, isSh1106: true);

        Assert.Equal(DeviceOutcome.Done, panel.Show(Painted("Thank you"), Cancellation));

        Shows(Painted("Thank you"), twin);
    }

    [Fact]
    public void A_show_that_is_cancelled_is_whole_the_next_time()
    {
        var twin = new OledTwin(isSh1106: false, 64);
        using var panel = PanelOn(twin);
        panel.Show(Painted("Beer"), Cancellation);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => panel.Show(Painted("Water"), cancelled.Token));
        Assert.Equal(DeviceOutcome.Done, panel.Show(Painted("Water"), Cancellation));

        Shows(Painted("Water"), twin);
    }

    [Fact]
    public void The_twin_of_one_controller_does_not_know_the_commands_of_the_other()
    {
        using var panel = PanelOn(new OledTwin(isSh1106: true, 64), isSh1106: false);

        Assert.Throws<InvalidDataException>(() => panel.Show(Painted("Beer"), Cancellation));
    }

    private static OledPanel PanelOn(OledTwin twin, bool isSh1106 = false, int height = 64) => new(
        twin.Open, isSh1106 ? OledController.Sh1106(height) : OledController.Ssd1306(height), 128, height);

    private static MonochromeFrame Painted(string words, int height = 64) =>
        ScreenPainter.Paint(new Screen("Terminal", Symbol.Check, words, ["1 × Bière\t3.50 €"], "Ça va"), 128, height);

    private static MonochromeFrame Copy(MonochromeFrame frame)
    {
        var copy = new MonochromeFrame(frame.Width, frame.Height);
        for (var y = 0; y < frame.Height; y++)
            for (var x = 0; x < frame.Width; x++)
                copy[x, y] = frame[x, y];
        return copy;
    }

    private static void Shows(MonochromeFrame expected, OledTwin twin) => Assert.Equal(
        FrameText.BrailleLines(expected),
        FrameText.BrailleLines(twin.Visible ?? new MonochromeFrame(128, expected.Height)));
}
