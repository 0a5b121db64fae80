using System.Globalization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Amounts as people of the console read and write them.</summary>
internal static class AmountText
{
    private const int LongestText = 24;

    /// <summary>Money in units and hundredths; what is only counted, as a count.</summary>
    public static string Write(Language language, AssetId asset, Int128 minorUnits) =>
        asset.Category.SpendRank() is null ? language.Count(minorUnits) : language.Hundredths(minorUnits);

    /// <summary>As it is put into a field: without marks between thousands.</summary>
    public static string Plain(AssetId asset, Money amount)
    {
        var (units, rest) = Int128.DivRem(Int128.Abs(amount.MinorUnits), 100);
        return asset.Category.SpendRank() is null
            ? amount.ToString()
            : string.Create(
                CultureInfo.InvariantCulture, $"{(amount.IsNegative ? "-" : "")}{(long)units}.{(int)rest:00}");
    }

    /// <summary>Reads what somebody has typed: 3, 3.5, -3,50. Nothing is rounded.</summary>
    /// <returns>False: it is no amount of that asset.</returns>
    public static bool TryRead(string text, AssetId asset, out Money amount)
    {
        amount = Money.Zero;
        var plain = text.Replace('−', '-').Replace(',', '.').Replace(" ", "", StringComparison.Ordinal);
        var isNegative = plain.StartsWith('-');
        var parts = plain[(isNegative ? 1 : 0)..].Split('.');
        var most = asset.Category.SpendRank() is null ? 0 : 2;
        var behind = parts.Length == 2 ? parts[1] : "";
        if (text.Length > LongestText || parts.Length > 2 || parts.Length == 2 && behind.Length == 0 ||
            behind.Length > most || parts[0].Length == 0)
            return false;
        var digits = parts[0] + behind.PadRight(most, '0');
        if (!Int128.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ||
            minor > Money.Limit)
            return false;
        amount = new Money((long)(isNegative ? -minor : minor));
        return true;
    }
}
