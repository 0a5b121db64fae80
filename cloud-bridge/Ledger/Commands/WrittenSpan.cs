using System.Globalization;

namespace CloudBridge.Ledger;

/// <summary>How long something lasts, as people write it: <c>90s</c>, <c>5m</c>, <c>2h</c>.</summary>
internal static class WrittenSpan
{
    /// <summary>What it must look like, for messages.</summary>
    public const string Expected = "a number and its unit, as in 90s, 5m or 2h, and at most a day";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <returns>Null: it is none.</returns>
    public static TimeSpan? Read(string text)
    {
        if (text.Length < 2 ||
            !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ||
            Unit(text[^1]) is not { } unit)
            return null;
        var seconds = (long)count * unit;
        return seconds > 0 && seconds <= Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static int? Unit(char letter) => letter switch { 's' => 1, 'm' => 60, 'h' => 3_600, _ => null };
}
