using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Something that was signed, as it is exported.</summary>
/// <param name="Cursor">Its line in the ledger's log: to be asked for as <c>after</c>.</param>
/// <param name="Kind">Of that line: docs/formats/ledger-log.md.</param>
/// <param name="Signed">A JWS in compact form.</param>
/// <param name="Terminal">Whose record it is; null: the ledger signed it.</param>
/// <param name="Record">Its place, as epoch/sequence.</param>
/// <param name="AtMilliseconds">When it came, since 1970-01-01T00:00:00Z; null: that is not known.</param>
/// <param name="Payment">Of a payment at the ledger: a ledger that was restored has no other place to find it.</param>
/// <param name="Request">Of a payment at the ledger: what tells its request from others.</param>
internal sealed record SignedRow(
    string Cursor,
    string Kind,
    string Signed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TerminalId? Terminal = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Record = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? AtMilliseconds = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LedgerPayment? Payment = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Digest? Request = null)
{
    /// <summary>Of an entry; null: nothing in it is signed.</summary>
    public static SignedRow? Of(ExportCursor at, LedgerEntry entry) => Of(at.ToString(), entry);

    private static SignedRow? Of(string cursor, LedgerEntry entry) => entry switch
    {
        LedgerEntry.RecordBooked booked => OfRecord(cursor, entry, booked),
        LedgerEntry.ForkBooked { Record: var fork } => OfRecord(cursor, entry, fork),
        LedgerEntry.WalletRefilled paid => OfPayment(cursor, entry, paid.Act, paid.Payment, paid.Request),
        LedgerEntry.WalletRefunded paid => OfPayment(cursor, entry, paid.Act, paid.Payment, paid.Request),
        _ when ActOf(entry) is { } act => new SignedRow(cursor, LogLine.KindOf(entry), act),
        _ => null,
    };

    private static SignedRow OfRecord(string cursor, LedgerEntry entry, LedgerEntry.RecordBooked booked) => new(
        cursor,
        LogLine.KindOf(entry),
        booked.Line,
        booked.Terminal,
        booked.Position().ToString(),
        booked.AtMilliseconds);

    private static SignedRow OfPayment(
        string cursor, LedgerEntry entry, string act, LedgerPayment payment, KeyedRequest request) =>
        new(cursor, LogLine.KindOf(entry), act, Payment: payment, Request: request.Key);

    private static string? ActOf(LedgerEntry entry) => entry switch
    {
        LedgerEntry.GapClosed closed => closed.Act,
        LedgerEntry.WaitingEnded ended => ended.Act,
        LedgerEntry.PeriodClosed closed => closed.Act,
        LedgerEntry.SuspenseSettled settled => settled.Act,
        LedgerEntry.RowClosed closed => closed.Act,
        LedgerEntry.CommandGiven given => given.Act,
        LedgerEntry.ConfigSaid said => said.Act,
        _ => null,
    };
}
