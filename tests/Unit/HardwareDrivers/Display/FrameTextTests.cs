using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;

namespace Tests.Unit.HardwareDrivers.Display;

public class FrameTextTests
{
    [Fact]
    public void Two_rows_make_a_line_of_half_blocks_in_a_border()
    {
        var frame = new MonochromeFrame(24, 10);
        new Canvas(frame).Text(0, 0, "€5 ✓", TextSize.Small);

        Assert.Equal(
            """
            ┌────────────────────────┐
            │  ▄▄▄ ▄▄▄▄▄             │
            │▄█▄▄  █▄▄▄           ▄█ │
            │▄█▄▄      █       █▄▄▀  │
            │ ▀▄▄▄ ▀▄▄▄▀        ▀    │
            │                        │
            └────────────────────────┘
            """,
            string.Join('\n', FrameText.Lines(frame)));
    }

    [Fact]
    public void An_odd_last_row_is_shown()
    {
        var frame = new MonochromeFrame(8, 1) { [0, 0] = true };

        Assert.Equal(["┌────────┐", "│▀       │", "└────────┘"], FrameText.Lines(frame));
    }
}
