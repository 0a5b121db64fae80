using System.Diagnostics.CodeAnalysis;

namespace CloudBridge.Contract;

/// <summary>
/// What may be said of an article, and the words for what may not: one for the terminal's own configuration and for
/// what the ledger sends down.
/// </summary>
public static class ArticleRules
{
    /// <summary>Minor units.</summary>
    public const long HighestPrice = 1_000_000_00;

    /// <summary>All of the price, in hundredths of a percent.</summary>
    public const int HighestTax = 10_000;

    /// <summary>Characters that a display has for it.</summary>
    public const int LongestLabel = 40;

    /// <summary>Of what the display says.</summary>
    public const string LabelExpected = "at most 40 characters";

    /// <summary>Of what it is paid with alone.</summary>
    public const string PaidWithExpected = "TIM or FID";

    /// <summary>Of what the guest must have.</summary>
    public const string EntitlementExpected = "SUB, BDG, or SUB-NAME";

    /// <summary>Of when it is sold.</summary>
    public const string HoursExpected = "local times such as 18:00-02:00";

    /// <summary>Reads what it is paid with alone: time or loyalty.</summary>
    public static bool TryParsePaidWith(string text, out AssetCategory category) =>
        AssetCategories.TryParse(text, out category) && category is AssetCategory.Time or AssetCategory.Loyalty;

    /// <summary>Reads what the guest must have: a membership or a badge.</summary>
    public static bool TryParseEntitlement(string text, out AssetId asset) =>
        AssetId.TryParse(text, out asset) && !asset.Category.IsMoney();

    /// <summary>Reads when it is sold, in minutes after midnight.</summary>
    public static bool TryParseHours(string text, [NotNullWhen(true)] out (int From, int Until)? minutes)
    {
        minutes = text.Split('-') is [var from, var until] &&
            TryParseTime(from, out var first) &&
            TryParseTime(until, out var end)
            ? (first, end)
            : null;
        return minutes is not null;
    }

    private static bool TryParseTime(string text, out int minute)
    {
        var good = TimeOnly.TryParseExact(text, "HH:mm", out var time);
        minute = time.Hour * 60 + time.Minute;
        return good;
    }
}
