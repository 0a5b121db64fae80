using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>Draws on a frame. What falls outside is cut off; coordinates count from the top left.</summary>
/// <param name="frame">Is drawn on.</param>
public sealed class Canvas(MonochromeFrame frame)
{
    /// <summary>Pixels that a text takes from left to right, without the gap behind its last character.</summary>
    public static int Measure(string text, TextSize size)
    {
        var length = PanelFont.Drawable(text).Length;
        return length == 0 ? 0 : (length * PanelFont.CellWidth - 1) * (int)size;
    }

    /// <summary>Characters that fit into a width.</summary>
    public static int Columns(int width, TextSize size) => (width / (int)size + 1) / PanelFont.CellWidth;

    /// <summary>Writes a line.</summary>
    /// <param name="x">Of the first character's cell.</param>
    /// <param name="y">Of the first character's cell.</param>
    /// <param name="text">Characters that the font does not have become boxes.</param>
    /// <param name="size">How large.</param>
    /// <param name="lit">False: dark letters, for a lit ground.</param>
    public void Text(int x, int y, string text, TextSize size, bool lit = true)
    {
        foreach (var character in PanelFont.Drawable(text))
        {
            var glyph = PanelFont.GlyphOf(character, size);
            for (var row = 0; row < glyph.Height; row++)
                for (var column = 0; column < glyph.Width; column++)
                    if (glyph[column, row])
                        frame[x + column, y + row] = lit;
            x += glyph.Width;
        }
    }

    /// <summary>Writes a line in the middle between two columns.</summary>
    /// <param name="left">The first column.</param>
    /// <param name="right">The column behind the last.</param>
    /// <param name="y">Of the cells.</param>
    /// <param name="text">See <see cref="Text"/>.</param>
    /// <param name="size">How large.</param>
    public void TextCentred(int left, int right, int y, string text, TextSize size) =>
        Text(left + (right - left - Measure(text, size)) / 2, y, text, size);

    /// <summary>Writes a line that ends before a column.</summary>
    /// <param name="right">The column behind the last.</param>
    /// <param name="y">Of the cells.</param>
    /// <param name="text">See <see cref="Text"/>.</param>
    /// <param name="size">How large.</param>
    public void TextRight(int right, int y, string text, TextSize size) =>
        Text(right - Measure(text, size), y, text, size);

    /// <summary>Draws a symbol.</summary>
    public void Picture(int x, int y, SymbolPicture picture)
    {
        for (var row = 0; row < picture.Side; row++)
            for (var column = 0; column < picture.Side; column++)
                if (picture[column, row])
                    frame[x + column, y + row] = true;
    }

    /// <summary>Lights every pixel of a rectangle.</summary>
    public void Fill(int x, int y, int width, int height)
    {
        for (var row = y; row < y + height; row++)
            for (var column = x; column < x + width; column++)
                frame[column, row] = true;
    }

    /// <summary>Draws the outline of a rectangle, one pixel thick.</summary>
    public void Rectangle(int x, int y, int width, int height)
    {
        Fill(x, y, width, 1);
        Fill(x, y + height - 1, width, 1);
        Fill(x, y, 1, height);
        Fill(x + width - 1, y, 1, height);
    }

    /// <summary>Makes lit what is dark in a rectangle, and dark what is lit.</summary>
    public void Invert(int x, int y, int width, int height)
    {
        for (var row = y; row < y + height; row++)
            for (var column = x; column < x + width; column++)
                frame[column, row] = !frame[column, row];
    }
}
