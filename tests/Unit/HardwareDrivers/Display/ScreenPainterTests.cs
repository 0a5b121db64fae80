using HardwareDrivers.Display;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Display;

/// <summary>What a guest can read on the panel, whatever the layout.</summary>
public class ScreenPainterTests
{
    [Fact]
    public void All_of_a_screen_is_seen_when_there_is_room()
    {
        var screen = new Screen("BAR 3", Symbol.Check, "€12.50", ["Balance\t€27.00"], "Thank you · Merci");

        Assert.Equal(
            new PanelReading(Symbol.Check, ["BAR 3", "€12.50", "Balance\t€27.00", "Thank you · Merci"]),
            Read(screen, 128, 64));
    }

    [Theory]
    [InlineData("OK", Symbol.None, 30)]
    [InlineData("€12.50", Symbol.None, 30)]
    [InlineData("1234567", Symbol.None, 30)]
    [InlineData("12345678", Symbol.None, 20)]
    [InlineData("APPROVED", Symbol.Check, 24)]
    [InlineData("OUT OF SERVICE", Symbol.None, 10)]
    public void The_big_line_is_as_large_as_fits(string big, Symbol symbol, int height)
    {
        var frame = ScreenPainter.Paint(new Screen("", symbol, big, [], null), 128, 64);
        var lit = Enumerable.Range(0, 64).Where(y => Enumerable.Range(0, 128).Any(x => frame[x, y])).ToList();

        Assert.InRange(lit[^1] - lit[0] + 1, height * 6 / 10, height);
        Assert.Equal(new PanelReading(symbol, [big]), FrameReader.Read(frame));
    }

    [Fact]
    public void The_big_line_shrinks_for_small_lines_that_would_have_no_room()
    {
        var screen = new Screen("GATE", Symbol.Cross, "Refusé", ["Accès non autorisé", "avant 18 h"], "202");

        Assert.Equal(
            new PanelReading(Symbol.Cross, ["GATE", "Refusé", "Accès non autorisé", "avant 18 h", "202"]),
            Read(screen, 128, 64));
    }

    [Fact]
    public void A_big_line_that_never_fits_is_cut_and_says_so()
    {
        var screen = new Screen("", Symbol.None, "A line of more than twenty-one", [], null);

        Assert.Equal(["A line of more than…"], Read(screen, 128, 64).Lines);
    }

    [Fact]
    public void Small_lines_without_room_are_cut_and_the_last_says_so()
    {
        var screen = new Screen("", Symbol.None, "", ["1", "2", "3", "4", "5", "6", "7"], null);

        Assert.Equal(["1", "2", "3", "4", "5", "6 …"], Read(screen, 128, 64).Lines);
    }

    [Theory]
    [InlineData(3, Symbol.Cross)]
    [InlineData(4, Symbol.None)]
    public void A_symbol_that_stands_alone_goes_before_a_line_does(int lines, Symbol seen)
    {
        string[] all = ["one", "two", "three", "four"];
        var screen = new Screen("GATE", Symbol.Cross, "", [.. all.Take(lines)], null);

        Assert.Equal(new PanelReading(seen, ["GATE", .. screen.SmallLines]), Read(screen, 128, 64));
    }

    [Fact]
    public void Of_a_line_in_two_columns_the_right_one_is_never_cut()
    {
        var screen = new Screen("", Symbol.None, "", ["2 × A very long article\t1234.50"], null);

        Assert.Equal(["2 × A very l…\t1234.50"], Read(screen, 128, 64).Lines);
    }

    [Fact]
    public void A_low_panel_shows_the_reason_rather_than_its_name()
    {
        var screen = new Screen("GATE NORTH", Symbol.Cross, "REFUSED", ["Balance too low"], "301");

        Assert.Equal(new PanelReading(Symbol.Cross, ["REFUSED", "Balance too low"]), Read(screen, 128, 32));
        Assert.Equal(["GATE NORTH", "REFUSED"], Read(screen with { SmallLines = [] }, 128, 32).Lines);
    }

    [Fact]
    public void Unknown_characters_are_seen_as_boxes()
    {
        var screen = new Screen("", Symbol.None, "日本 5", [], null);

        Assert.Equal(["\uFFFD\uFFFD 5"], Read(screen, 128, 64).Lines);
    }

    [Theory]
    [InlineData(128, 32)]
    [InlineData(128, 64)]
    [InlineData(256, 64)]
    [InlineData(128, 128)]
    [InlineData(400, 240)]
    public void Any_panel_from_128_by_32_shows_the_big_line_and_the_symbol(int width, int height)
    {
        var screen = new Screen("Title", Symbol.Warning, "€3.50", ["one", "two"], "Footer");

        var reading = Read(screen, width, height);

        Assert.Equal(Symbol.Warning, reading.Symbol);
        Assert.Contains("€3.50", reading.Lines);
    }

    [Theory]
    [InlineData(120, 64)]
    [InlineData(128, 24)]
    public void A_smaller_panel_is_not_painted_for(int width, int height)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            ScreenPainter.Paint(new Screen("", Symbol.None, "", [], null), width, height));
    }

    private static PanelReading Read(Screen screen, int width, int height) =>
        FrameReader.Read(ScreenPainter.Paint(screen, width, height));
}
