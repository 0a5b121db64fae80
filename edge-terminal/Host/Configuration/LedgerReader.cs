using LedgerKeys = EdgeTerminal.Host.ConfigurationKeys.Ledger;

namespace EdgeTerminal.Host;

/// <summary>Reads where the ledger's HTTP server is: section <c>ledger</c>.</summary>
internal static class LedgerReader
{
    public static LedgerSettings Read(Section ledger)
    {
        var written = ledger.OptionalText(LedgerKeys.Server);
        Uri? server = null;
        if (written is not null && EnrollCommand.TryReadServer(written, out server) is not null)
            server = ledger.Wrong<Uri?>(LedgerKeys.Server, written, null);
        var authority = ledger.OptionalText(LedgerKeys.Authority);
        var wipeAfter = ledger.OptionalNumber(LedgerKeys.WipeAfter);
        // A terminal that wipes itself and knows nobody to hand its journal to keeps the money of its last guests.
        if (written is null && (authority is not null || wipeAfter is not null))
            ledger.Missing(LedgerKeys.Server, LedgerKeys.Server.Expected, 0);
        return new LedgerSettings(
            server,
            authority,
            TimeSpan.FromSeconds(ledger.Number(LedgerKeys.AskAfter)),
            wipeAfter is { } hours ? TimeSpan.FromHours(hours) : null);
    }
}
