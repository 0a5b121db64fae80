using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>
/// Lays a screen out on a panel. What has no room gives way: the big line shrinks before it is cut, a symbol alone
/// goes, then small lines from the last, and the last one that is seen ends with an ellipsis. Panels lower than 48
/// pixels have no footer, and no title above small lines: a reason is worth more than the terminal's name.
/// </summary>
public sealed class ScreenPainter
{
    private const int LeastWidth = 128;
    private const int LeastHeight = 32;
    private const int LeastHeightForAll = 48;
    private const int TitleHeight = PanelFont.CellHeight + 1;
    private const int Gap = 1;
    private const int SymbolGap = 4;
    private const int ColumnGap = 1;
    private const int Margin = 1;

    // A reason is seldom said in fewer lines; a larger word above it is worth less.
    private const int LinesWorthShrinkingFor = 2;

    private readonly Screen screen;
    private readonly MonochromeFrame frame;
    private readonly Canvas canvas;

    private ScreenPainter(Screen screen, int width, int height)
    {
        this.screen = screen;
        frame = new MonochromeFrame(width, height);
        canvas = new Canvas(frame);
    }

    private int Columns => Canvas.Columns(frame.Width, TextSize.Small);

    /// <summary>The frame for a panel of a size: at least 128 × 32 pixels.</summary>
    public static MonochromeFrame Paint(Screen screen, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, LeastWidth);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, LeastHeight);
        return new ScreenPainter(screen, width, height).Paint();
    }

    private MonochromeFrame Paint()
    {
        var top = PaintTitle();
        var bottom = PaintFooter();
        var lines = SmallLines();
        var band = FitBand(bottom - top, lines.Count);
        var room = Room(bottom - top, band);
        if (lines.Count > room)
            lines = CutAfter(lines, room);
        var y = top + (bottom - top - band.Height - lines.Count * PanelFont.CellHeight) / 2;
        PaintBand(band, y);
        foreach (var (index, line) in lines.Index())
            PaintLine(line, y + band.Height + index * PanelFont.CellHeight);
        return frame;
    }

    private int PaintTitle()
    {
        if (screen.Title.Length == 0 || (frame.Height < LeastHeightForAll && !screen.SmallLines.IsEmpty))
            return 0;
        canvas.Fill(0, 0, frame.Width, TitleHeight);
        var title = TextFlow.Fit(screen.Title, Canvas.Columns(frame.Width - 4, TextSize.Small));
        var x = (frame.Width - Canvas.Measure(title, TextSize.Small)) / 2;
        canvas.Text(x, TitleHeight - PanelFont.CellHeight, title, TextSize.Small, lit: false);
        return TitleHeight + Gap;
    }

    private int PaintFooter()
    {
        if (screen.Footer is not { } footer || frame.Height < LeastHeightForAll)
            return frame.Height;
        var y = frame.Height - PanelFont.CellHeight;
        canvas.Fill(0, y - 1 - Gap, frame.Width, 1);
        PaintLine(footer, y);
        return y - 1 - Gap;
    }

    private List<string> SmallLines() =>
        [.. screen.SmallLines.SelectMany(line => line.Contains('\t') ? [line] : TextFlow.Wrap(line, Columns))];

    private List<string> CutAfter(List<string> lines, int room)
    {
        if (room == 0)
            return [];
        var (left, right) = Split(lines[room - 1]);
        var last = right is null
            ? TextFlow.Continued(left, Columns)
            : TextFlow.Continued(left, Columns - right.Length - ColumnGap) + '\t' + right;
        return [.. lines.Take(room - 1), last];
    }

    /// <summary>
    /// The largest text that leaves room for all small lines, with the largest symbol beside it; when none does, a
    /// symbol without text goes. A text that leaves no room for all leaves room for some; if none does, it is the
    /// largest that fits at all.
    /// </summary>
    private Band FitBand(int height, int lines)
    {
        if (screen.Symbol == Symbol.None && screen.BigLine.Length == 0)
            return new Band(0, TextSize.Small, 0);
        int[] sides = screen.Symbol == Symbol.None ? [0] : [SymbolPicture.LargeSide, SymbolPicture.SmallSide];
        var bands = (
            from size in (TextSize[])[TextSize.Huge, TextSize.Large, TextSize.Small]
            from side in sides
            let band = new Band(side, size, BandHeight(side, size))
            where band.Height <= height
            select band).ToList();
        return bands.FirstOrDefault(band => FitsBeside(band) && Room(height, band) >= lines)
            ?? (screen.BigLine.Length == 0 ? new Band(0, TextSize.Small, 0) : null)
            ?? bands.FirstOrDefault(band => FitsBeside(band) && Room(height, band) >= LinesWorthShrinkingFor)
            ?? bands.FirstOrDefault(FitsBeside)
            ?? bands[^1];
    }

    private static int Room(int height, Band band) => Math.Max(0, height - band.Height) / PanelFont.CellHeight;

    private int BandHeight(int side, TextSize size) =>
        Math.Max(side, screen.BigLine.Length == 0 ? 0 : PanelFont.CellHeight * (int)size);

    private bool FitsBeside(Band band) =>
        Canvas.Measure(screen.BigLine, band.Size) <= frame.Width - BandLeft(band);

    private static int BandLeft(Band band) => band.Side == 0 ? 0 : band.Side + SymbolGap;

    private void PaintBand(Band band, int y)
    {
        var left = BandLeft(band);
        var text = TextFlow.Fit(screen.BigLine, Canvas.Columns(frame.Width - left, band.Size));
        if (band.Side > 0)
        {
            // The pair is centred, unless the text needs all of the width.
            var width = text.Length == 0 ? band.Side : left + Canvas.Measure(text, band.Size);
            var x = (frame.Width - width) / 2;
            var textTop = (band.Height - PanelFont.CellHeight * (int)band.Size) / 2;
            // Beside capitals, which stand a little above the middle of their cell.
            var middle = text.Length == 0 ? band.Height / 2 : textTop + PanelFont.CapitalsMiddle(band.Size);
            var symbolTop = Math.Clamp(middle - band.Side / 2, 0, band.Height - band.Side);
            canvas.Picture(x, y + symbolTop, SymbolPicture.Of(screen.Symbol, band.Side));
            canvas.Text(x + left, y + textTop, text, band.Size);
        }
        else
        {
            canvas.TextCentred(0, frame.Width, y, text, band.Size);
        }
    }

    private void PaintLine(string line, int y)
    {
        var (left, right) = Split(line);
        if (right is null)
        {
            canvas.TextCentred(0, frame.Width, y, TextFlow.Fit(left, Columns), TextSize.Small);
            return;
        }
        // The right part is the number: it is never cut for the sake of the left one.
        canvas.Text(Margin, y, TextFlow.Fit(left, Columns - right.Length - ColumnGap), TextSize.Small);
        canvas.TextRight(frame.Width - Margin, y, right, TextSize.Small);
    }

    private (string Left, string? Right) Split(string line) => line.Split('\t', 2) is [var left, var right]
        ? (left, TextFlow.Fit(right, Columns))
        : (line, null);

    private sealed record Band(int Side, TextSize Size, int Height);
}
