using System.Globalization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What limits let a terminal sell while it hears nothing of the ledger, for the command line.</summary>
internal static class AloneLimits
{
    /// <summary>How to say others, for whoever has read them.</summary>
    public const string Change = "ledger config set --limits FILE.json --note TEXT";

    /// <summary>A sentence each; money in hundredths.</summary>
    public static IEnumerable<string> Of(TerminalLimits limits)
    {
        yield return $"at most {Sum(limits.OfflineTotal)} in all before a list shows it";
        yield return $"of a wallet while its list is not fresh: {ByClass(limits, one => one.OfflineLimit)}";
        yield return $"of one tap: {ByClass(limits, one => one.FloorLimit)}";
        yield return $"nothing any more once its list is {HoursOf(limits)} hours old";
        yield return $"allowances: {AllowancesOf(limits) ?? "none"}";
    }

    /// <summary>A sum of each class of card.</summary>
    public static string ByClass(TerminalLimits limits, Func<ClassLimits, Money> sum, Func<Money, string>? say = null)
    {
        var word = say ?? Sum;
        return $"uid {word(sum(limits.Uid))}, counter {word(sum(limits.Counter))}, aes {word(sum(limits.Aes))}";
    }

    /// <summary>After how long a list is expired.</summary>
    public static string HoursOf(TerminalLimits limits) =>
        (limits.ExpirySeconds / 3600.0).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Each with how many a day; null: there is none.</summary>
    public static string? AllowancesOf(TerminalLimits limits) => limits.Allowances.Count == 0
        ? null
        : string.Join(", ", limits.Allowances.Select(row => $"{row.Name} {row.PerDay}"));

    private static string Sum(Money money)
    {
        var (units, rest) = Math.DivRem(money.MinorUnits, 100);
        return $"{units.ToString(CultureInfo.InvariantCulture)}.{rest:00}";
    }
}
