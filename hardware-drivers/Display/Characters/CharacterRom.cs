using System.Collections.Frozen;
using System.Collections.Immutable;

namespace HardwareDrivers.Display;

/// <summary>
/// What an HD44780 can write: its ROM of code A00, the usual one (HD44780U data sheet, table 4), eight characters that
/// are drawn, and the nearest letter for the rest.
/// </summary>
public static class CharacterRom
{
    /// <summary>Characters that can be drawn at a time.</summary>
    public const int Slots = 8;

    /// <summary>Rows of a drawn character, five dots each.</summary>
    public const int GlyphRows = 8;

    private const int GlyphColumns = 5;

    // ASCII but for three of its codes, and a few more of what we write.
    private static readonly FrozenDictionary<char, byte> Codes = Enumerable.Range(' ', '~' - ' ')
        .Where(code => code != '\\')
        .Select(code => ((char)code, code))
        .Concat(
        [
            ('¥', 0x5C), ('→', 0x7E), ('←', 0x7F), ('·', 0xA5), ('°', 0xDF), ('ä', 0xE1), ('ß', 0xE2), ('µ', 0xE4),
            ('¢', 0xEC), ('£', 0xED), ('ñ', 0xEE), ('ö', 0xEF), ('ü', 0xF5), ('÷', 0xFD), (PanelFont.Replacement, 0xFF),
        ])
        .ToFrozenDictionary(row => row.Item1, row => (byte)row.Item2);

    private static readonly FrozenDictionary<char, char> Nearest =
        (from row in (string[])
         [
             "AÀÁÂÃÄÅÆ", "CÇ©", "DÐ", "EÈÉÊË", "IÌÍÎÏ", "NÑ", "OÒÓÔÕÖØŒ", "UÙÚÛÜ", "YÝŸ", "aàáâãåæª", "cç", "dð",
             "eèéêë€", "iìíîï", "oòóôõøºœ", "uùúû", "yýÿ", "x×✗", "-–~¬¯", "'‘’´", "\"“”„«»", ".…•¸", "/\\", "!¡",
             "1¹", "2²", "3³", "v✓", "R®", "|¦", "+±",
         ]
         from character in row.Skip(1)
         select (character, row[0])).ToFrozenDictionary(row => row.character, row => row.Item2);

    /// <summary>Its code in the ROM; null when it has none.</summary>
    public static byte? CodeOf(char character) => Codes.TryGetValue(character, out var code) ? code : null;

    /// <summary>The character of a code; null for one that we never write.</summary>
    public static char? CharacterOf(byte code) =>
        Codes.FirstOrDefault(row => row.Value == code) is { Key: not '\0' } found ? found.Key : null;

    /// <summary>What stands for a character that is not in the ROM and has no slot either.</summary>
    public static char NearestTo(char character) => Nearest.GetValueOrDefault(character, '?');

    /// <summary>
    /// Dots for the generator's memory (HD44780U, table 5), taken from <see cref="PanelFont"/>: the lowest bit is the
    /// right one. The ROM's letters stand on the row above the last.
    /// </summary>
    public static ImmutableArray<byte> Draw(char character)
    {
        var glyph = PanelFont.GlyphOf(character, TextSize.Small);
        bool HasInk(int row) => Enumerable.Range(0, GlyphColumns).Any(column => glyph[column, row]);
        var inked = Enumerable.Range(0, PanelFont.CellHeight).Where(HasInk).ToList();
        var top = Math.Min(1, inked[0]);
        top = Math.Max(top, inked[^1] - GlyphRows + 1);
        return
        [
            .. from row in Enumerable.Range(top, GlyphRows)
               select (byte)Enumerable.Range(0, GlyphColumns).Sum(
                   column => glyph[column, row] ? 1 << (GlyphColumns - 1 - column) : 0),
        ];
    }
}
