using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;

namespace HardwareDrivers.Simulated;

/// <summary>
/// A frame's pixels for recognition: pieces of rows as numbers, and parts that were read can be forgotten.
/// </summary>
internal sealed class ReadablePicture
{
    private readonly bool[] lit;

    public ReadablePicture(MonochromeFrame frame)
    {
        Width = frame.Width;
        Height = frame.Height;
        lit = new bool[Width * Height];
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
                lit[y * Width + x] = frame[x, y];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>
    /// For each pixel, it and those to its right as a number, the leftmost in the highest bit. What lies outside the
    /// frame is ground.
    /// </summary>
    /// <param name="width">So many pixels.</param>
    /// <param name="ground">True: lit ground, and the dark pixels count.</param>
    public uint[] Windows(int width, bool ground)
    {
        var windows = new uint[Width * Height];
        for (var y = 0; y < Height; y++)
        {
            var window = 0u;
            for (var end = 0; end < Width + width - 1; end++)
            {
                var ink = end < Width && lit[y * Width + end] != ground ? 1u : 0u;
                window = ((window << 1) | ink) & ((1u << width) - 1);
                if (end >= width - 1)
                    windows[y * Width + end - width + 1] = window;
            }
        }
        return windows;
    }

    /// <summary>The symbol is there, exactly.</summary>
    public bool Shows(SymbolPicture picture, int x, int y)
    {
        for (var row = 0; row < picture.Side; row++)
            for (var column = 0; column < picture.Side; column++)
                if (lit[(y + row) * Width + x + column] != picture[column, row])
                    return false;
        return true;
    }

    /// <summary>Makes a part dark.</summary>
    public void Forget(int x, int y, int width, int height)
    {
        for (var row = y; row < y + height; row++)
            Array.Clear(lit, row * Width + x, width);
    }
}
