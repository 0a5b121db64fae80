using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>
/// Daily allowances that the configuration names and the enrolment does not have: what carries such a name would be
/// sold without any limit, and nobody would be told.
/// </summary>
internal static class AllowanceRules
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ConfigurationError> Errors(StationSetup station, TerminalLimits limits) =>
    [
        .. from row in Named(station)
           where row.Allowance is not null && !limits.Allowances.Any(known => known.Name == row.Allowance)
           select new ConfigurationError(row.Key, row.Allowance, Expected(limits)),
    ];

    private static string Expected(TerminalLimits limits) => limits.Allowances.Count == 0
        ? "none, because the enrolment has no allowances (ledger enroll --limits)"
        : $"an allowance of the enrolment: {string.Join(" or ", limits.Allowances.Select(row => row.Name))} " +
            "(ledger enroll --limits)";

    private static IEnumerable<(string Key, string? Allowance)> Named(StationSetup station) => station switch
    {
        KioskSetup kiosk => kiosk.Articles.Select((article, index) =>
            ($"kiosk.articles.{index}.allowance", article.Allowance)),
        PourSetup pour => pour.Taps.Select(tap => (
            tap.Number == 1 ? "drink.product.allowance" : $"drink.otherTaps.{tap.Number - 2}.allowance",
            tap.Product.Allowance)),
        _ => [],
    };
}
