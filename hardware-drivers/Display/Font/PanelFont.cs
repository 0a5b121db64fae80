using System.Collections.Frozen;
using System.Text;

namespace HardwareDrivers.Display;

/// <summary>
/// The font of all panels: one width, cells of 6 × 10 pixels, ASCII, Latin-1 and the signs that a till needs. No two
/// characters look the same, so that what stands on a panel can be read back.
/// </summary>
public static class PanelFont
{
    /// <summary>Pixels from one character to the next, at <see cref="TextSize.Small"/>.</summary>
    public const int CellWidth = 6;

    /// <summary>Pixels from one line to the next, at <see cref="TextSize.Small"/>.</summary>
    public const int CellHeight = 10;

    private const int CapitalsTop = 1;
    private const int CapitalsBottom = 8;

    /// <summary>Stands for every character that the font does not have: a box that nobody overlooks.</summary>
    public const char Replacement = '\uFFFD';

    private static readonly FrozenDictionary<char, Glyph> Small =
        new[] { AsciiSheet.Art, LatinSheet.Art, SignSheet.Art }
            .SelectMany(GlyphSheet.Read)
            .Append((' ', new Glyph(CellWidth, new uint[CellHeight])))
            .ToFrozenDictionary(entry => entry.Item1, entry => entry.Item2);

    private static readonly FrozenDictionary<char, Glyph> Large = Enlarged(TextSize.Large);

    private static readonly FrozenDictionary<char, Glyph> Huge = Enlarged(TextSize.Huge);

    /// <summary>Pixels from the top of a cell to the middle of its capitals.</summary>
    public static int CapitalsMiddle(TextSize size) => (CapitalsTop + CapitalsBottom) * (int)size / 2;

    /// <summary>Every character that has a glyph of its own.</summary>
    public static IEnumerable<char> Characters => Small.Keys.Order();

    /// <summary>The glyph of a character that <see cref="Drawable"/> has returned.</summary>
    public static Glyph GlyphOf(char character, TextSize size)
    {
        var glyphs = size switch
        {
            TextSize.Small => Small,
            TextSize.Large => Large,
            _ => Huge,
        };
        return glyphs.TryGetValue(character, out var glyph) ? glyph : glyphs[Replacement];
    }

    /// <summary>
    /// Text as it will be seen: other spaces and hyphens as the plain ones, whatever has no glyph as
    /// <see cref="Replacement"/>, one for each code point.
    /// </summary>
    public static string Drawable(string text)
    {
        var drawable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            drawable.Append(rune.IsBmp ? Drawable((char)rune.Value) : Replacement);
        return drawable.ToString();
    }

    private static char Drawable(char character) => character switch
    {
        // No-break, figure, thin and narrow no-break space; tabulators and line ends.
        '\u00A0' or '\u2007' or '\u2009' or '\u202F' or '\t' or '\r' or '\n' => ' ',
        // Soft and no-break hyphen.
        '\u00AD' or '\u2011' => '-',
        // Em dash and minus sign.
        '\u2014' or '\u2212' => '–',
        _ => Small.ContainsKey(character) ? character : Replacement,
    };

    private static FrozenDictionary<char, Glyph> Enlarged(TextSize size) =>
        Small.ToFrozenDictionary(entry => entry.Key, entry => entry.Value.Enlarge((int)size));
}
