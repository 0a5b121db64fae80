namespace CloudBridge.Ledger;

/// <summary>All that the console shows and can do.</summary>
internal static class ConsoleTable
{
    /// <summary>Of a ledger.</summary>
    /// <param name="folder">It.</param>
    /// <param name="fleet">What its terminals say.</param>
    /// <param name="time">Clocks.</param>
    public static IReadOnlyList<ConsoleRoute> Of(LedgerFolder folder, FleetView fleet, TimeProvider time) =>
    [
        .. new OverviewPage(folder, fleet, time).Routes(),
        .. new TerminalPages(folder, fleet).Routes(),
        .. new CreatePages(folder).Routes(),
        .. new CardPages(folder).Routes(),
        .. new DecisionPages(folder, time).Routes(),
        .. new HourPage(folder, time).Routes(),
        .. new ActPage(folder).Routes(),
        .. new AccountPages(folder.Accounts).Routes(),
    ];
}
