using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Display;

/// <summary>What is written is what the twin's glass says. Waits pass on a clock that jumps.</summary>
public class Hd44780PanelTests
{
    private static readonly TextFrame Price = new(20, "       To pay", "3.50", "1 x Beer        3.50", "Hold card");

    private readonly VirtualClock time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(16, 2)]
    [InlineData(20, 2)]
    [InlineData(20, 4)]
    [InlineData(16, 4)]
    public void What_is_written_is_what_can_be_read(int columns, int rows)
    {
        var twin = new CharacterPanelTwin(columns, rows, BackpackPins.Usual);
        using var panel = PanelOn(twin, columns, rows);
        var text = new TextFrame(
            columns, Enumerable.Range(0, rows).Select(row => $"row {row} {new string('x', columns - 7)}!"));

        Assert.Equal(DeviceOutcome.Done, panel.Show(text, Cancellation));

        Assert.Equal(text, twin.Visible);
    }

    [Fact]
    public void Another_wiring_is_another_setting()
    {
        Assert.True(BackpackPins.TryParse("d4 d5 d6 d7 e rw rs backlight", out var pins));
        var twin = new CharacterPanelTwin(20, 4, pins);
        using var panel = new Hd44780Panel(twin.Open, pins, 20, 4, time);

        panel.Show(Price, Cancellation);

        Assert.Equal(Price, twin.Visible);
        Assert.False(BackpackPins.TryParse("d4 d5 d6 d7 e rw rs rs", out _));
        Assert.False(BackpackPins.TryParse("d4", out _));
    }

    [Fact]
    public void The_sign_of_the_euro_and_accents_are_drawn()
    {
        var twin = new CharacterPanelTwin(20, 4, BackpackPins.Usual);
        using var panel = PanelOn(twin);
        var text = new TextFrame(20, "À payer", "3,50 €", "Crêpe fourrée ça", "über 5 µ · ñ");

        panel.Show(text, Cancellation);

        Assert.Equal(text, twin.Visible);
    }

    [Fact]
    public void A_character_of_two_code_units_takes_one_cell()
    {
        var twin = new CharacterPanelTwin(20, 4, BackpackPins.Usual);
        using var panel = PanelOn(twin);

        Assert.Equal(DeviceOutcome.Done, panel.Show(new TextFrame(20, "🍺 Beer 🍺", "3.50", "", ""), Cancellation));

        Assert.StartsWith($"{PanelFont.Replacement} Beer {PanelFont.Replacement}  ", twin.Visible!.Lines[0]);
    }

    [Fact]
    public void What_finds_no_slot_is_written_as_the_nearest_letter()
    {
        var twin = new CharacterPanelTwin(20, 4, BackpackPins.Usual);
        using var panel = PanelOn(twin);

        panel.Show(new TextFrame(20, "éèêàçùôîâ€ …", "", "", ""), Cancellation);

        Assert.Equal(new TextFrame(20, "éèêàçùôîae .", "", "", ""), twin.Visible);
    }

    [Fact]
    public void Characters_that_are_not_needed_any_more_make_room_for_others()
    {
        var twin = new CharacterPanelTwin(20, 4, BackpackPins.Usual);
        using var panel = PanelOn(twin);
        panel.Show(new TextFrame(20, "éèêàçùôî", "", "", ""), Cancellation);
        var next = new TextFrame(20, "é€â", "", "", "î");

        panel.Show(next, Cancellation);

        Assert.Equal(next, twin.Visible);
    }

    [Fact]
    public void Every_character_of_the_font_is_written_as_itself_or_as_something_like_it()
    {
        var twin = new CharacterPanelTwin(20, 4, BackpackPins.Usual);
        using var panel = PanelOn(twin);

        foreach (var character in PanelFont.Characters)
        {
            panel.Show(new TextFrame(20, $"{character}", "", "", ""), Cancellation);

            // Dots of ten rows do not fit into eight: ý is y then.
            Assert.Contains(twin.Visible!.Lines[0][0], (char[])[character, CharacterRom.NearestTo(character)]);
            Assert.NotNull(CharacterRom.CodeOf(CharacterRom.NearestTo(character)));
        }
    }

    [Fact]
    public void Only_cells_that_have_changed_travel()
    {
        var twin = new CharacterPanelTwin(20, 4, BackpackPins.Usual);
        using var panel = PanelOn(twin);
        panel.Show(Price, Cancellation);
        var before = twin.BytesTaken;

        panel.Show(new TextFrame(20, "       To pay", "3.70", "1 x Beer        3.50", "Hold card"), Cancellation);

        // An address and one letter, two strobes of three bytes each.
        Assert.Equal(2 * 6, twin.BytesTaken - before);
    }

    [Fact]
    public void A_panel_that_was_unplugged_and_plugged_in_again_gets_all_anew()
    {
        var twin = new CharacterPanelTwin(20, 4, BackpackPins.Usual);
        using var panel = PanelOn(twin);
        panel.Show(Price, Cancellation);
        twin.Unplug();
        Assert.IsType<DeviceOutcome.Failure>(panel.Refresh(Cancellation));
        twin.Plug();

        Assert.Equal(DeviceOutcome.Done, panel.Refresh(Cancellation));

        Assert.Equal(Price, twin.Visible);
    }

    [Fact]
    public void A_plug_that_was_drawn_while_nobody_looked_is_noticed()
    {
        var twin = new CharacterPanelTwin(20, 4, BackpackPins.Usual);
        using var panel = PanelOn(twin);
        panel.Show(Price, Cancellation);
        twin.Unplug();
        twin.Plug();
        Assert.Null(twin.Visible);

        panel.Refresh(Cancellation);

        Assert.Equal(Price, twin.Visible);
    }

    [Fact]
    public void It_is_set_up_from_whatever_state_it_was_left_in()
    {
        var twin = new CharacterPanelTwin(20, 4, BackpackPins.Usual);
        using (var panel = PanelOn(twin))
        {
            panel.Show(Price, Cancellation);
            // Breaks off between two halves of a byte: address, then one strobe of three bytes.
            twin.FallSilentAfter(6 + 3);
            panel.Show(new TextFrame(20, "zzzzzzzzz", "", "", ""), Cancellation);
        }
        twin.FallSilentAfter(int.MaxValue);

        using var restarted = PanelOn(twin);
        restarted.Show(Price, Cancellation);

        Assert.Equal(Price, twin.Visible);
    }

    [Fact]
    public void The_waits_of_the_data_sheet_are_kept()
    {
        var twin = new CharacterPanelTwin(20, 4, BackpackPins.Usual);
        using var panel = PanelOn(twin);

        panel.Show(Price, Cancellation);

        // 40 ms after power-on, 4.1 ms, 100 µs, and 1.52 ms to clear, at least.
        Assert.InRange(time.Now, 45_720_000, 100_000_000);
    }

    private Hd44780Panel PanelOn(CharacterPanelTwin twin, int columns = 20, int rows = 4) =>
        new(twin.Open, BackpackPins.Usual, columns, rows, time);
}
