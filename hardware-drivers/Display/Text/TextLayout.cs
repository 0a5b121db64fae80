using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>
/// Lays a screen out on a panel of characters. What has no room gives way: the title shares a line with the big line,
/// then the footer goes, then the title stands back for small lines, then small lines go from the last, and the last
/// one that is seen ends with an ellipsis. The big line, which is the amount, is shown before all else, and no number
/// is ever cut: see <see cref="TextFlow"/>. Symbols are left out.
/// </summary>
public static class TextLayout
{
    private const int ColumnGap = 1;

    /// <summary>The text for a panel of a size.</summary>
    /// <param name="screen">What to say.</param>
    /// <param name="columns">16 or more.</param>
    /// <param name="rows">2 or more.</param>
    public static TextFrame Lay(Screen screen, int columns, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 2);
        List<string> title = screen.Title.Length == 0 ? [] : [screen.Title];
        List<string> big = screen.BigLine.Length == 0 ? [] : [.. TextFlow.Wrap(screen.BigLine, columns)];
        List<string> small = [.. screen.SmallLines.SelectMany(line => Wrap(line, columns))];
        List<string> footer = screen.Footer is { } text ? [.. Wrap(text, columns)] : [];
        var joined = Length(screen.Title) + ColumnGap + Length(screen.BigLine) <= columns;
        List<string> head = joined && title.Count + big.Count == 2
            ? [$"{screen.Title}\t{screen.BigLine}"]
            : [.. title, .. big];
        List<List<string>> attempts =
        [
            [.. title, .. big, .. small, .. footer],
            [.. head, .. small, .. footer],
            [.. head, .. small],
        ];
        // The amount with its name is worth more than what is below it; a reason is worth more than a title.
        List<string> least = head.Count == 1 && big.Count == 1 ? [.. head, .. small] : [.. big, .. small];
        var lines = attempts.Find(attempt => attempt.Count <= rows) ?? CutAfter(least, rows, columns);
        var above = (rows - lines.Count) / 2;
        return new TextFrame(
            columns,
            [
                .. Enumerable.Repeat("", above),
                .. lines.Select(line => Line(line, columns)),
                .. Enumerable.Repeat("", rows - above - lines.Count),
            ]);
    }

    private static IEnumerable<string> Wrap(string line, int columns) =>
        line.Contains('\t') ? [line] : TextFlow.Wrap(line, columns);

    private static List<string> CutAfter(List<string> lines, int room, int columns)
    {
        if (lines.Count <= room)
            return lines;
        var parts = lines[room - 1].Split('\t', 2);
        var last = parts is [var left, var right]
            ? TextFlow.Continued(left, columns - Length(right) - ColumnGap) + '\t' + right
            : TextFlow.Continued(parts[0], columns);
        return [.. lines.Take(room - 1), last];
    }

    private static string Line(string line, int columns)
    {
        if (line.Split('\t', 2) is [var left, var right])
        {
            // The right part is the number: it is never cut for the sake of the left one.
            var number = TextFlow.Fit(right, columns);
            var name = TextFlow.Fit(left, columns - number.Length - ColumnGap);
            return name.PadRight(columns - number.Length) + number;
        }
        var text = TextFlow.Fit(line, columns);
        return text.PadLeft(text.Length + (columns - text.Length) / 2);
    }

    private static int Length(string text) => PanelFont.Drawable(text).Length;
}
