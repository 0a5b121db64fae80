using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>Is there anybody whom a drink station lets put it right?</summary>
internal static class StaffExaminer
{
    private const string Subject = "staff";

    public static IEnumerable<Finding> Examine(HostConfiguration configuration)
    {
        if (configuration.Station.Setup is not PourSetup pour)
            return [];
        var least = pour.LeastStaffClass;
        var written = least.ToString().ToLowerInvariant();
        return
        [
            pour.StaffBadge is not { } badge
                ? new Finding(
                    Subject,
                    "nobody here ends an empty keg, a leak or a dead meter, and they outlive restarts",
                    "name a badge: drink.staffBadge (docs/drink-station.md), and give it to a card (ledger set-card)")
            : least > CardClass.Uid && !configuration.Cards.Populations.Any(row => row.AtMost >= least)
                ? new Finding(
                    Subject,
                    $"cards with {badge} must be of class {written}, and no card can prove that here",
                    "configure cards.populations (docs/cards.md), or set drink.staffClass lower")
            : new Finding(Subject, $"cards with {badge}, of class {written}"),
        ];
    }
}
