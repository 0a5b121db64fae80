using System.Text;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>A frame for a terminal: two pixels a character by half blocks, in a border.</summary>
public static class FrameText
{
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

    private static char HalfBlock(bool upper, bool lower) => (upper, lower) switch
    {
        (false, false) => ' ',
        (true, false) => '▀',
        (false, true) => '▄',
        (true, true) => '█',
    };
}
