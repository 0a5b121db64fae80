namespace CloudBridge.Ledger;

/// <summary>
/// All that the API can do. Prices and staff are not among it: they want a configuration that is sent down to
/// terminals.
/// </summary>
internal static class ApiTable
{
    /// <summary>Of a ledger.</summary>
    public static IReadOnlyList<ApiRoute> Of(LedgerFolder folder) =>
    [
        .. new CardRoutes(folder.Cards, folder.Store).All(),
        .. new PaymentRoutes(folder.Money).All(),
        .. new TerminalRoutes(folder).All(),
        .. new ReconciliationRoutes(folder).All(),
        .. new ExportRoutes(folder.Store).All(),
    ];
}
