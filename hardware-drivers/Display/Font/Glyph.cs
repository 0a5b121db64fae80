namespace HardwareDrivers.Display;

/// <summary>
/// One character as a bitmap: rows from the top, a row's leftmost pixel in bit <c>Width − 1</c>, the gap to the next
/// character included.
/// </summary>
public sealed class Glyph
{
    private readonly uint[] rows;

    internal Glyph(int width, uint[] rows)
    {
        Width = width;
        this.rows = rows;
    }

    /// <summary>Pixels from left to right.</summary>
    public int Width { get; }

    /// <summary>Pixels from top to bottom.</summary>
    public int Height => rows.Length;

    /// <summary>The bitmap, one number a row.</summary>
    public ReadOnlySpan<uint> Rows => rows;

    /// <summary>The pixel is lit. Outside: it is not.</summary>
    public bool this[int x, int y] =>
        x >= 0 && x < Width && y >= 0 && y < Height && (rows[y] >> (Width - 1 - x) & 1) != 0;

    /// <summary>
    /// The same, larger. Where two pixels meet only at their corners, the corner between them is filled, as teletext
    /// decoders round their characters: diagonals become smooth, corners that are meant stay.
    /// </summary>
    /// <param name="factor">2 or more.</param>
    internal Glyph Enlarge(int factor)
    {
        var larger = new uint[Height * factor];
        for (var y = 0; y < Height * factor; y++)
            for (var x = 0; x < Width * factor; x++)
                if (IsLitEnlarged(x, y, factor))
                    larger[y] |= 1u << (Width * factor - 1 - x);
        return new Glyph(Width * factor, larger);
    }

    private bool IsLitEnlarged(int x, int y, int factor)
    {
        var (column, row) = (x / factor, y / factor);
        return this[column, row]
            || RoundsCorner(column, row, x % factor, y % factor, factor, -1, -1)
            || RoundsCorner(column, row, x % factor, y % factor, factor, 1, -1)
            || RoundsCorner(column, row, x % factor, y % factor, factor, -1, 1)
            || RoundsCorner(column, row, x % factor, y % factor, factor, 1, 1);
    }

    // The dark pixel at (column, row) lies in the corner of a diagonal when its two neighbours towards that corner are
    // lit and the pixel beyond the corner is not; then the triangle next to the corner is lit, too.
    private bool RoundsCorner(int column, int row, int x, int y, int factor, int right, int down)
    {
        var fromCorner = (right < 0 ? x : factor - 1 - x) + (down < 0 ? y : factor - 1 - y);
        return fromCorner < factor - 1
            && this[column + right, row] && this[column, row + down] && !this[column + right, row + down];
    }
}
