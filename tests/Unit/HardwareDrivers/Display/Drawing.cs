using HardwareDrivers.Abstractions;

namespace Tests.Unit.HardwareDrivers.Display;

/// <summary>Frames as text, for comparison: a line a row, <c>#</c> is lit.</summary>
internal static class Drawing
{
    public static string Of(MonochromeFrame frame, int x, int y, int width, int height) => string.Join(
        '\n',
        Enumerable.Range(y, height).Select(row =>
            string.Concat(Enumerable.Range(x, width).Select(column => frame[column, row] ? '#' : '.'))));

    public static string Of(MonochromeFrame frame) => Of(frame, 0, 0, frame.Width, frame.Height);
}
