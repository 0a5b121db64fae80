using System.Numerics;
using System.Text;
using HardwareDrivers.Display;

namespace HardwareDrivers.Simulated;

/// <summary>
/// Finds glyphs in a picture. A glyph is found where its whole cell is as drawn, ground included; characters beside
/// each other make a run.
/// </summary>
internal static class GlyphSearch
{
    // More spaces than this between two words stand between two columns.
    private const int MostSpaces = 1;

    private static readonly TextSize[] Sizes = [TextSize.Huge, TextSize.Large, TextSize.Small];

    private static readonly Dictionary<TextSize, GlyphTable> Tables =
        Sizes.ToDictionary(size => size, size => new GlyphTable(size));

    public static IEnumerable<TextRun> Runs(ReadablePicture picture) =>
        from size in Sizes
        let table = Tables[size]
        from ground in (bool[])[false, true]
        let windows = picture.Windows(table.Width, ground)
        from y in Enumerable.Range(0, Math.Max(0, picture.Height - table.Height + 1))
        from run in RunsInRow(windows, picture.Width, y, table)
        select run;

    private static IEnumerable<TextRun> RunsInRow(uint[] windows, int width, int y, GlyphTable table)
    {
        var cells = new char[width];
        for (var x = 0; x < width; x++)
            cells[x] = table.Find(windows, width, x, y);
        // A run may begin anywhere; one that is the rest of another is not worth looking at, and nothing begins right
        // behind ink: that would be the end of a rule, or half a letter.
        for (var x = 0; x < width; x++)
            if (IsDrawn(cells[x]) && !ContinuesRun(cells, x, table.Width) && IsClearBefore(windows, width, x, y, table))
                yield return RunFrom(cells, x, y, table);
    }

    private static bool IsClearBefore(uint[] windows, int width, int x, int y, GlyphTable table)
    {
        if (x == 0)
            return true;
        for (var row = y; row < y + table.Height; row++)
            if (windows[row * width + x - 1] >> (table.Width - 1) != 0)
                return false;
        return true;
    }

    private static bool IsDrawn(char cell) => cell is not ('\0' or ' ');

    private static bool ContinuesRun(char[] cells, int x, int width)
    {
        for (var spaces = 0; spaces <= MostSpaces; spaces++)
        {
            x -= width;
            if (x < 0 || cells[x] == '\0')
                return false;
            if (cells[x] != ' ')
                return true;
        }
        return false;
    }

    private static TextRun RunFrom(char[] cells, int start, int y, GlyphTable table)
    {
        var text = new StringBuilder();
        var (ink, spaces) = (0, 0);
        for (var x = start; x < cells.Length && cells[x] != '\0' && spaces <= MostSpaces; x += table.Width)
        {
            spaces = cells[x] == ' ' ? spaces + 1 : 0;
            ink += table.InkOf(cells[x]);
            text.Append(cells[x]);
        }
        var found = text.ToString().TrimEnd();
        return new TextRun(found, start, y, found.Length * table.Width, table.Height, ink);
    }

    /// <summary>All glyphs of a size, to be found by their pixels.</summary>
    private sealed class GlyphTable
    {
        private readonly Dictionary<ulong, char> characters = [];
        private readonly Dictionary<char, int> ink = [];

        public GlyphTable(TextSize size)
        {
            Width = PanelFont.CellWidth * (int)size;
            Height = PanelFont.CellHeight * (int)size;
            foreach (var character in PanelFont.Characters)
            {
                var rows = PanelFont.GlyphOf(character, size).Rows;
                characters.Add(Hash(rows), character);
                ink[character] = Ink(rows);
            }
        }

        public int Width { get; }

        public int Height { get; }

        public int InkOf(char character) => ink[character];

        /// <returns>The character whose cell begins there; NUL for none.</returns>
        public char Find(uint[] windows, int width, int x, int y)
        {
            Span<uint> cell = stackalloc uint[Height];
            for (var row = 0; row < Height; row++)
                cell[row] = windows[(y + row) * width + x];
            return characters.GetValueOrDefault(Hash(cell));
        }

        private static int Ink(ReadOnlySpan<uint> rows)
        {
            var sum = 0;
            foreach (var row in rows)
                sum += BitOperations.PopCount(row);
            return sum;
        }

        // FNV-1a, 64 bits. That no two glyphs share a value is checked when the table is made; that a picture has one
        // by chance has the odds of one in 10^17.
        private static ulong Hash(ReadOnlySpan<uint> rows)
        {
            var hash = 14_695_981_039_346_656_037UL;
            foreach (var row in rows)
                hash = unchecked((hash ^ row) * 1_099_511_628_211UL);
            return hash;
        }
    }
}
