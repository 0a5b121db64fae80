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
            : CannotChangeKegs(configuration, pour)
                ? new Finding(
                    Subject,
                    "there is no key for a new keg: an empty tap stays closed while another serves",
                    "name a key: drink.kegKey (docs/drink-station.md)")
            : new Finding(Subject, $"cards with {badge}, of class {written}"),
        ];
    }

    /// <summary>
    /// The badge alone puts a station back to work that is closed, and one tap that serves keeps it open.
    /// </summary>
    private static bool CannotChangeKegs(HostConfiguration configuration, PourSetup pour) =>
        pour.Taps.Count > 1 &&
        !configuration.Station.Keys.Values.Any(key => key is Input.WorkChosen { Work: StaffWork.KegChange });
}
