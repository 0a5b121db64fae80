using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;

namespace Tests.Unit.HardwareDrivers.Display;

public class CanvasTests
{
    [Theory]
    [InlineData("", TextSize.Small, 0)]
    [InlineData("a", TextSize.Small, 5)]
    [InlineData("€12.50", TextSize.Huge, 105)]
    [InlineData("🍺", TextSize.Large, 10)]
    public void A_text_is_as_wide_as_its_ink(string text, TextSize size, int width)
    {
        Assert.Equal(width, Canvas.Measure(text, size));
    }

    [Theory]
    [InlineData(128, TextSize.Small, 21)]
    [InlineData(128, TextSize.Large, 10)]
    [InlineData(128, TextSize.Huge, 7)]
    [InlineData(125, TextSize.Small, 21)]
    [InlineData(124, TextSize.Small, 20)]
    public void A_panel_of_128_pixels_holds_21_small_characters(int width, TextSize size, int columns)
    {
        Assert.Equal(columns, Canvas.Columns(width, size));
    }

    [Fact]
    public void Text_stands_left_right_and_in_the_middle()
    {
        var frame = new MonochromeFrame(24, 30);
        var canvas = new Canvas(frame);
        canvas.Text(0, 0, "l", TextSize.Small);
        canvas.TextRight(24, 10, "]", TextSize.Small);
        canvas.TextCentred(0, 24, 20, "T", TextSize.Small);

        Assert.Equal(".##.....................", Row(frame, 1));
        Assert.Equal("....................###.", Row(frame, 11));
        Assert.Equal(".........#####..........", Row(frame, 21));
    }

    [Fact]
    public void Shapes_are_drawn_and_inverted()
    {
        var frame = new MonochromeFrame(8, 6);
        var canvas = new Canvas(frame);
        canvas.Rectangle(1, 1, 6, 4);
        canvas.Invert(0, 2, 8, 2);

        Assert.Equal(
            """
            ........
            .######.
            #.####.#
            #.####.#
            .######.
            ........
            """,
            Drawing.Of(frame));
    }

    [Fact]
    public void What_falls_outside_is_cut_off()
    {
        var frame = new MonochromeFrame(8, 8);
        var canvas = new Canvas(frame);

        canvas.Text(-9, -15, "Wide", TextSize.Huge);
        canvas.Fill(6, 6, 100, 100);
        canvas.Picture(-4, -20, SymbolPicture.Of(Symbol.Check, SymbolPicture.LargeSide));

        Assert.True(frame[7, 7]);
    }

    private static string Row(MonochromeFrame frame, int y) => Drawing.Of(frame, 0, y, frame.Width, 1);
}
