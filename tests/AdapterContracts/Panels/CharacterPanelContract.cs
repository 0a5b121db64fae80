using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;
using HardwareDrivers.Simulated;

namespace Tests.AdapterContracts;

/// <summary>What every driver of a panel of characters does: the glass of the twin is read.</summary>
public abstract class CharacterPanelContract
{
    private static readonly TextFrame Price = new(20, "       To pay", "3,50 €", "1 x Bière       3.50", "Hold card");
    private static readonly TextFrame Other = new(20, "       To pay", "3,70 €", "1 x Bière       3.50", "Hold card");

    private readonly CharacterPanelTwin twin = new(20, 4, BackpackPins.Usual);

    public static TheoryData<int, int, string> Sizes => new()
    {
        { 16, 2, BackpackPins.Usual.Wiring },
        { 20, 2, BackpackPins.Usual.Wiring },
        { 16, 4, BackpackPins.Usual.Wiring },
        { 20, 4, "d4 d5 d6 d7 e rw rs backlight" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Sizes))]
    public void What_is_written_is_what_can_be_read(int columns, int rows, string wiring)
    {
        Assert.True(BackpackPins.TryParse(wiring, out var pins));
        var glass = new CharacterPanelTwin(columns, rows, pins);
        var panel = Make(glass.Open, pins, columns, rows);
        var text = new TextFrame(
            columns, Enumerable.Range(0, rows).Select(row => $"{row} é {new string('x', columns - 5)}!"));

        Assert.Same(DeviceOutcome.Done, panel.Show(text, Cancellation));

        Assert.Equal(text, glass.Visible);
    }

    [Fact]
    public void Only_cells_that_have_changed_travel()
    {
        var panel = Make();
        panel.Show(Price, Cancellation);
        var before = twin.BytesTaken;
        panel.Show(Price, Cancellation);
        Assert.Equal(before, twin.BytesTaken);

        panel.Show(Other, Cancellation);

        // An address and one letter, each in two halves.
        Assert.InRange(twin.BytesTaken - before, 8, 20);
        Assert.Equal(Other, twin.Visible);
    }

    [Fact]
    public void A_plug_that_was_drawn_is_a_failure_and_all_comes_back_with_it()
    {
        var panel = Make();
        panel.Show(Price, Cancellation);
        twin.Unplug();

        var failure = Assert.IsType<DeviceOutcome.Failure>(panel.Show(Other, Cancellation));
        Assert.Contains("does not acknowledge", failure.Detail, StringComparison.Ordinal);
        twin.Plug();
        Assert.Same(DeviceOutcome.Done, panel.Show(Other, Cancellation));

        Assert.Equal(Other, twin.Visible);
    }

    [Fact]
    public void A_plug_that_was_drawn_while_nobody_looked_is_noticed()
    {
        var panel = Make();
        panel.Show(Price, Cancellation);
        twin.Unplug();
        twin.Plug();
        Assert.Null(twin.Visible);

        Assert.Same(DeviceOutcome.Done, ((IForgetfulPanel)panel).Refresh(Cancellation));

        Assert.Equal(Price, twin.Visible);
    }

    [Fact]
    public void It_is_set_up_from_whatever_state_it_was_left_in()
    {
        var panel = Make();
        panel.Show(Price, Cancellation);
        twin.FallSilentAfter(9);
        Assert.IsType<DeviceOutcome.Failure>(panel.Show(Other, Cancellation));
        twin.FallSilentAfter(int.MaxValue);

        Assert.Same(DeviceOutcome.Done, panel.Show(Other, Cancellation));

        Assert.Equal(Other, twin.Visible);
    }

    [Fact]
    public void A_bus_that_is_lost_is_told_and_opened_again()
    {
        var panel = Make();
        panel.Show(Price, Cancellation);
        twin.LoseBus(true);
        Assert.Equal(DeviceOutcome.Failed("the bus is gone"), panel.Show(Other, Cancellation));
        Assert.Equal(DeviceOutcome.Failed("no such bus"), panel.Show(Other, Cancellation));
        twin.LoseBus(false);

        Assert.Same(DeviceOutcome.Done, panel.Show(Other, Cancellation));

        Assert.Equal(Other, twin.Visible);
    }

    [Fact]
    public void What_was_cancelled_is_whole_the_next_time()
    {
        var panel = Make();
        panel.Show(Price, Cancellation);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => panel.Show(Other, cancelled.Token));
        Assert.Same(DeviceOutcome.Done, panel.Show(Other, Cancellation));

        Assert.Equal(Other, twin.Visible);
    }

    protected abstract ITextPanel Make(Func<II2cDevice> open, BackpackPins pins, int columns, int rows);

    private ITextPanel Make() => Make(twin.Open, BackpackPins.Usual, 20, 4);
}

public sealed class OwnCharacterPanelTests : CharacterPanelContract
{
    // Waits pass on a clock that jumps.
    protected override ITextPanel Make(Func<II2cDevice> open, BackpackPins pins, int columns, int rows) =>
        PanelAdapterOf.Name("own").Hd44780(open, pins, columns, rows, new VirtualClock());
}

public sealed class LibraryCharacterPanelTests : CharacterPanelContract
{
    protected override ITextPanel Make(Func<II2cDevice> open, BackpackPins pins, int columns, int rows) =>
        PanelAdapterOf.Name("iot").Hd44780(open, pins, columns, rows, TimeProvider.System);
}
