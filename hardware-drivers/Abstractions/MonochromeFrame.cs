namespace HardwareDrivers.Abstractions;

/// <summary>
/// A picture of one bit a pixel. Rows from the top, each row in whole bytes, the leftmost pixel in the highest bit: the
/// layout of PBM "P4" (netpbm). A set bit is a lit pixel.
/// </summary>
public sealed class MonochromeFrame
{
    private readonly byte[] bits;

    /// <param name="width">Pixels; a multiple of eight.</param>
    /// <param name="height">Pixels.</param>
    public MonochromeFrame(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 8);
        ArgumentOutOfRangeException.ThrowIfNotEqual(width % 8, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        Width = width;
        Height = height;
        bits = new byte[width / 8 * height];
    }

    /// <summary>Pixels from left to right.</summary>
    public int Width { get; }

    /// <summary>Pixels from top to bottom.</summary>
    public int Height { get; }

    /// <summary>The picture's bytes, <c>Width / 8 × Height</c> of them.</summary>
    public ReadOnlySpan<byte> Bits => bits;

    /// <summary>
    /// The pixel at (<paramref name="x"/>, <paramref name="y"/>), from the top left. Outside: dark, and not to be set.
    /// </summary>
    public bool this[int x, int y]
    {
        get => Inside(x, y) && (bits[Index(x, y)] & Mask(x)) != 0;
        set
        {
            if (!Inside(x, y))
                return;
            if (value)
                bits[Index(x, y)] |= Mask(x);
            else
                bits[Index(x, y)] &= (byte)(0xFF ^ Mask(x));
        }
    }

    private bool Inside(int x, int y) => x >= 0 && x < Width && y >= 0 && y < Height;

    private int Index(int x, int y) => y * (Width / 8) + x / 8;

    private static byte Mask(int x) => (byte)(0x80 >> (x % 8));
}
