using System.Collections.Frozen;

namespace HardwareDrivers.Display;

/// <summary>A symbol as pixels, in one of its two sizes.</summary>
public sealed class SymbolPicture
{
    /// <summary>Pixels on each side of the large pictures.</summary>
    public const int LargeSide = 24;

    /// <summary>Pixels on each side of the small pictures.</summary>
    public const int SmallSide = 16;

    private static readonly FrozenDictionary<(Symbol, int), SymbolPicture> Pictures = new SymbolPicture[]
    {
        new(Symbol.Check, LargeSymbols.Check), new(Symbol.Check, SmallSymbols.Check),
        new(Symbol.Cross, LargeSymbols.Cross), new(Symbol.Cross, SmallSymbols.Cross),
        new(Symbol.Card, LargeSymbols.Card), new(Symbol.Card, SmallSymbols.Card),
        new(Symbol.Hourglass, LargeSymbols.Hourglass), new(Symbol.Hourglass, SmallSymbols.Hourglass),
        new(Symbol.Warning, LargeSymbols.Warning), new(Symbol.Warning, SmallSymbols.Warning),
    }.ToFrozenDictionary(picture => (picture.Symbol, picture.Side));

    private readonly string[] rows;

    private SymbolPicture(Symbol symbol, string art)
    {
        Symbol = symbol;
        rows = art.Split('\n');
    }

    /// <summary>All pictures, the large ones first.</summary>
    public static IEnumerable<SymbolPicture> All => Pictures.Values.OrderByDescending(picture => picture.Side);

    /// <summary>What it shows.</summary>
    public Symbol Symbol { get; }

    /// <summary>Pixels on each side.</summary>
    public int Side => rows.Length;

    /// <summary>The pixel is lit.</summary>
    public bool this[int x, int y] => rows[y][x] == '#';

    /// <param name="symbol">Not <see cref="Symbol.None"/>.</param>
    /// <param name="side"><see cref="LargeSide"/> or <see cref="SmallSide"/>.</param>
    public static SymbolPicture Of(Symbol symbol, int side) => Pictures[(symbol, side)];
}
