namespace HardwareDrivers.Display;

/// <summary>
/// Makes text fit into lines of so many characters. A number is never cut: half of an amount is another amount. One
/// that has no room is left out whole, and an ellipsis stands for it, apart from the number before it.
/// </summary>
public static class TextFlow
{
    private const char Ellipsis = '…';

    /// <summary>Cuts what is too long, and says so by an ellipsis.</summary>
    public static string Fit(string text, int columns)
    {
        var drawable = PanelFont.Drawable(text);
        return drawable.Length <= columns ? drawable : Cut(drawable, columns);
    }

    /// <summary>Marks a line as not the last: something that had no room follows.</summary>
    public static string Continued(string line, int columns) =>
        Cut(PanelFont.Drawable(line).TrimEnd(Ellipsis), columns);

    /// <summary>Breaks at spaces; a word longer than a line is broken where the line ends, unless it is a number.
    /// </summary>
    /// <returns>One line at least; none begins or ends with a space.</returns>
    public static IEnumerable<string> Wrap(string text, int columns)
    {
        var rest = PanelFont.Drawable(text).Trim();
        while (rest.Length > columns)
        {
            // A space right behind the line is where it may end, too.
            var end = rest.LastIndexOf(' ', columns);
            var word = end > 0 ? "" : rest.Split(' ', 2)[0];
            if (word.Any(char.IsDigit))
            {
                yield return $"{Ellipsis}";
                end = word.Length;
            }
            else
            {
                end = end <= 0 ? columns : end;
                yield return rest[..end].TrimEnd();
            }
            rest = rest[end..].TrimStart();
        }
        yield return rest;
    }

    /// <summary>As much of a text as leaves room for the ellipsis behind it.</summary>
    private static string Cut(string text, int columns)
    {
        for (var end = Math.Min(text.Length, columns - 1); end > 0; end--)
        {
            var kept = text[..end].TrimEnd();
            if (!kept[(kept.LastIndexOf(' ') + 1)..].Any(char.IsDigit))
                return kept + Ellipsis;
            var isWhole = end == text.Length || text[end] == ' ';
            if (isWhole && kept.Length + 2 <= columns)
                return $"{kept} {Ellipsis}";
        }
        return columns > 0 ? $"{Ellipsis}" : "";
    }
}
