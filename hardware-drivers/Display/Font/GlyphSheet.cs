namespace HardwareDrivers.Display;

/// <summary>
/// Reads glyphs from text: blocks of a line that names characters and ten lines that draw them side by side, five
/// columns each and one between; <c>#</c> is lit. Capitals stand on rows 2 to 8, marks above them begin in row 1,
/// descenders end in row 10.
/// </summary>
internal static class GlyphSheet
{
    public static IEnumerable<(char Character, Glyph Glyph)> Read(string art)
    {
        var lines = art.Split('\n');
        for (var start = 0; start < lines.Length; start += 1 + PanelFont.CellHeight)
        {
            var names = lines[start];
            var drawn = lines[(start + 1)..(start + 1 + PanelFont.CellHeight)];
            for (var column = 0; column < names.Length; column += PanelFont.CellWidth)
                yield return (names[column], Draw(drawn, column));
        }
    }

    private static Glyph Draw(string[] lines, int column) =>
        new(PanelFont.CellWidth, [.. lines.Select(line => Row(line, column))]);

    private static uint Row(string line, int column)
    {
        var row = 0u;
        for (var x = 0; x < PanelFont.CellWidth - 1; x++)
            if (line[column + x] == '#')
                row |= 1u << (PanelFont.CellWidth - 1 - x);
        return row;
    }
}
