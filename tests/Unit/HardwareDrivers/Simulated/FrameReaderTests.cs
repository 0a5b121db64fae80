using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Simulated;

public class FrameReaderTests
{
    [Theory]
    [InlineData(TextSize.Small)]
    [InlineData(TextSize.Large)]
    [InlineData(TextSize.Huge)]
    public void Every_character_is_read_back_beside_a_letter(TextSize size)
    {
        Assert.All(PanelFont.Characters.Where(character => character != ' '), character =>
        {
            var frame = new MonochromeFrame(64, 40);
            new Canvas(frame).Text(3, 5, $"H{character}H", size);
            Assert.Equal([$"H{character}H"], FrameReader.Read(frame).Lines);
        });
    }

    [Fact]
    public void Dark_text_on_a_lit_ground_is_read()
    {
        var frame = new MonochromeFrame(128, 32);
        var canvas = new Canvas(frame);
        canvas.Fill(0, 4, 128, 12);
        canvas.Text(20, 5, "Title, Grüße", TextSize.Small, lit: false);

        Assert.Equal(["Title, Grüße"], FrameReader.Read(frame).Lines);
    }

    [Fact]
    public void Lines_come_from_the_top_and_columns_are_told_apart()
    {
        var frame = new MonochromeFrame(128, 32);
        var canvas = new Canvas(frame);
        canvas.Text(0, 11, "left one", TextSize.Small);
        canvas.TextRight(128, 11, "7.00", TextSize.Small);
        canvas.Text(40, 0, "above", TextSize.Small);

        Assert.Equal(["above", "left one\t7.00"], FrameReader.Read(frame).Lines);
    }

    [Theory]
    [InlineData(Symbol.Check)]
    [InlineData(Symbol.Cross)]
    [InlineData(Symbol.Card)]
    [InlineData(Symbol.Hourglass)]
    [InlineData(Symbol.Warning)]
    public void Symbols_are_known_in_both_sizes_and_are_not_text(Symbol symbol)
    {
        foreach (var side in new[] { SymbolPicture.LargeSide, SymbolPicture.SmallSide })
        {
            var frame = new MonochromeFrame(64, 32);
            new Canvas(frame).Picture(7, 3, SymbolPicture.Of(symbol, side));
            Assert.Equal(new PanelReading(symbol, []), FrameReader.Read(frame));
        }
    }

    [Fact]
    public void An_empty_and_a_lit_frame_say_nothing()
    {
        var frame = new MonochromeFrame(64, 32);
        Assert.Empty(FrameReader.Read(frame).Lines);

        new Canvas(frame).Fill(0, 0, 64, 32);
        Assert.Empty(FrameReader.Read(frame).Lines);
    }

    [Fact]
    public void Text_with_a_pixel_wrong_is_not_guessed()
    {
        var frame = new MonochromeFrame(64, 16);
        new Canvas(frame).Text(0, 0, "8", TextSize.Small);
        frame[2, 4] = !frame[2, 4];

        Assert.Empty(FrameReader.Read(frame).Lines);
    }

    [Fact]
    public void Rules_and_boxes_are_not_text()
    {
        var frame = new MonochromeFrame(64, 32);
        var canvas = new Canvas(frame);
        canvas.Fill(0, 10, 64, 1);
        canvas.Rectangle(2, 14, 40, 12);

        Assert.Empty(FrameReader.Read(frame).Lines);
    }
}
