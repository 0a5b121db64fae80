using System.Text;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>A frame for a terminal, in a border.</summary>
public static class FrameText
{
    // Unicode names the dots of a Braille pattern by bits: down the left column, down the right, then the lowest row.
    private static readonly (int X, int Y)[] BrailleDots =
        [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)];

    /// <summary>Eight pixels a character, as dots: fits 80 columns, and keeps the picture's shape.</summary>
    /// <returns>Lines of <c>Width / 2 + 2</c> characters, the border's two included.</returns>
    public static IEnumerable<string> BrailleLines(MonochromeFrame frame)
    {
        var edge = new string('─', frame.Width / 2);
        yield return $"┌{edge}┐";
        for (var y = 0; y < frame.Height; y += 4)
        {
            var line = new StringBuilder("│", frame.Width / 2 + 2);
            for (var x = 0; x < frame.Width; x += 2)
                line.Append(Braille(frame, x, y));
            yield return line.Append('│').ToString();
        }
        yield return $"└{edge}┘";
    }

    /// <summary>Two pixels a character, by half blocks.</summary>
    /// <returns>Lines of <c>Width + 2</c> characters, the border's two included.</returns>
    public static IEnumerable<string> Lines(MonochromeFrame frame)
    {
        var edge = new string('─', frame.Width);
        yield return $"┌{edge}┐";
        for (var y = 0; y < frame.Height; y += 2)
        {
            var line = new StringBuilder("│", frame.Width + 2);
            for (var x = 0; x < frame.Width; x++)
                line.Append(HalfBlock(frame[x, y], frame[x, y + 1]));
            yield return line.Append('│').ToString();
        }
        yield return $"└{edge}┘";
    }

    private static char Braille(MonochromeFrame frame, int x, int y)
    {
        const int emptyPattern = 0x2800;
        var dots = 0;
        for (var bit = 0; bit < BrailleDots.Length; bit++)
            if (frame[x + BrailleDots[bit].X, y + BrailleDots[bit].Y])
                dots |= 1 << bit;
        return (char)(emptyPattern + dots);
    }

    private static char HalfBlock(bool upper, bool lower) => (upper, lower) switch
    {
        (false, false) => ' ',
        (true, false) => '▀',
        (false, true) => '▄',
        (true, true) => '█',
    };
}
