namespace HardwareDrivers.Display;

/// <summary>Makes text fit into lines of so many characters.</summary>
public static class TextFlow
{
    private const char Ellipsis = '…';

    /// <summary>Cuts what is too long, and says so by an ellipsis.</summary>
    public static string Fit(string text, int columns)
    {
        var drawable = PanelFont.Drawable(text);
        if (drawable.Length <= columns)
            return drawable;
        return columns <= 0 ? "" : drawable[..(columns - 1)].TrimEnd() + Ellipsis;
    }

    /// <summary>Marks a line as not the last: something that had no room follows.</summary>
    public static string Continued(string line, int columns)
    {
        var drawable = PanelFont.Drawable(line);
        return drawable.Length < columns ? drawable.TrimEnd(Ellipsis) + Ellipsis : Fit(drawable + Ellipsis, columns);
    }

    /// <summary>Breaks at spaces; a word longer than a line is broken where the line ends.</summary>
    /// <returns>One line at least; none begins or ends with a space.</returns>
    public static IEnumerable<string> Wrap(string text, int columns)
    {
        var rest = PanelFont.Drawable(text).Trim();
        while (rest.Length > columns)
        {
            // A space right behind the line is where it may end, too.
            var end = rest.LastIndexOf(' ', columns);
            end = end <= 0 ? columns : end;
            yield return rest[..end].TrimEnd();
            rest = rest[end..].TrimStart();
        }
        yield return rest;
    }
}
