using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;

namespace Tests.Unit.HardwareDrivers.Display;

public class PanelFontTests
{
    [Fact]
    public void It_has_all_of_ASCII_and_Latin_1_and_the_signs_of_a_till()
    {
        var printable = Enumerable.Range(0x20, 95).Concat(Enumerable.Range(0xA1, 95)).Select(code => (char)code)
            .Except(['\u00AD']);

        Assert.Empty(printable.Concat("œŒŸ€·–’«»°×→✓✗…\uFFFD").Except(PanelFont.Characters));
    }

    [Theory]
    [InlineData(TextSize.Small)]
    [InlineData(TextSize.Large)]
    [InlineData(TextSize.Huge)]
    public void No_two_characters_look_the_same(TextSize size)
    {
        var looks = PanelFont.Characters.Select(
            character => string.Join(',', PanelFont.GlyphOf(character, size).Rows.ToArray()));

        Assert.Distinct(looks);
    }

    [Fact]
    public void Every_character_leaves_a_gap_to_the_next_and_only_the_space_is_empty()
    {
        Assert.All(PanelFont.Characters, character =>
        {
            var glyph = PanelFont.GlyphOf(character, TextSize.Small);
            Assert.Equal((PanelFont.CellWidth, PanelFont.CellHeight), (glyph.Width, glyph.Height));
            Assert.All(glyph.Rows.ToArray(), row => Assert.Equal(0u, row & 1));
            Assert.Equal(character == ' ', glyph.Rows.IndexOfAnyExcept(0u) < 0);
        });
    }

    [Theory]
    [InlineData("Crème brûlée", "Crème brûlée")]
    [InlineData("3,50\u00A0€", "3,50 €")]
    [InlineData("3\u202F000", "3 000")]
    [InlineData("co\u00ADop \u2014 \u22125", "co-op – –5")]
    [InlineData("日本 🍺", "\uFFFD\uFFFD \uFFFD")]
    [InlineData("a\tb\nc", "a b c")]
    public void What_the_font_does_not_have_is_seen_as_a_box(string text, string drawable)
    {
        Assert.Equal(drawable, PanelFont.Drawable(text));
    }

    [Fact]
    public void Diagonals_are_rounded_and_corners_stay()
    {
        var frame = new MonochromeFrame(16, 20);
        new Canvas(frame).Text(0, 0, "D", TextSize.Large);

        Assert.Equal(
            """
            ########....
            #########...
            ##.....###..
            ##......##..
            ##......##..
            ##......##..
            ##......##..
            ##......##..
            ##......##..
            ##......##..
            ##......##..
            ##.....###..
            #########...
            ########....
            """,
            Drawing.Of(frame, 0, 2, 12, 14));
    }

    [Fact]
    public void A_letter_looks_like_the_letter()
    {
        var frame = new MonochromeFrame(8, 10);
        new Canvas(frame).Text(0, 0, "ç", TextSize.Small);

        Assert.Equal(
            """
            ......
            ......
            ......
            .###..
            #.....
            #.....
            #.....
            .###..
            ..#...
            .##...
            """,
            Drawing.Of(frame, 0, 0, 6, 10));
    }
}
