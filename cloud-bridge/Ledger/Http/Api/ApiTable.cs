namespace CloudBridge.Ledger;

/// <summary>All that the API can do.</summary>
internal static class ApiTable
{
    /// <summary>Of a ledger.</summary>
    public static IReadOnlyList<ApiRoute> Of(LedgerFolder folder) =>
    [
        .. new CardRoutes(folder.Cards, folder.Store).All(),
        .. new PaymentRoutes(folder.Money).All(),
        .. new TerminalRoutes(folder).All(),
        .. new TerminalDecisionRoutes(folder).All(),
        .. new ConfigRoutes(folder).All(),
        .. new ReconciliationRoutes(folder).All(),
        .. new ExportRoutes(folder.Store).All(),
    ];
}
