namespace EdgeTerminal.Core;

/// <summary>Hours of the day, local time. A window that ends before it begins lasts over midnight.</summary>
/// <param name="FromMinute">Minutes after midnight, included.</param>
/// <param name="UntilMinute">Minutes after midnight, not included.</param>
public sealed record SaleWindow(int FromMinute, int UntilMinute)
{
    /// <summary>Is this minute of the day in it?</summary>
    public bool Contains(int minute) => FromMinute <= UntilMinute
        ? minute >= FromMinute && minute < UntilMinute
        : minute >= FromMinute || minute < UntilMinute;
}
