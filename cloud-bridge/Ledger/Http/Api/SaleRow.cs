using System.Globalization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Money that was moved, as it is exported. Nothing in it needs quotes, and no spreadsheet takes any of it for a
/// formula: names, numbers and hexadecimal digits, none of them anybody's free text.
/// </summary>
/// <param name="Kind">Of the fact, or of the payment at the ledger.</param>
/// <param name="MadeMilliseconds">By whoever wrote it.</param>
/// <param name="ReceivedMilliseconds">By the ledger's time; null: that is not known.</param>
/// <param name="Where">Terminal and record; empty: at the ledger.</param>
/// <param name="Movement">Whose money.</param>
/// <param name="Articles">What was bought.</param>
internal sealed record SaleRow(
    string Kind,
    long MadeMilliseconds,
    long? ReceivedMilliseconds,
    (string Terminal, string Record) Where,
    Movement Movement,
    string Articles = "")
{
    /// <summary>Of an entry. What only says again what another record said is none.</summary>
    public static IEnumerable<SaleRow> Of(LedgerEntry entry) => entry switch
    {
        LedgerEntry.RecordBooked { Postings.Count: > 0 } booked => OfRecord(booked),
        LedgerEntry.ForkBooked { Record: { Postings.Count: > 0 } fork } => OfRecord(fork),
        LedgerEntry.WalletRefilled { Payment: var paid } => [OfPayment("ledgerRefill", paid, paid.Amount)],
        LedgerEntry.WalletRefunded { Payment: var paid } => [OfPayment("ledgerRefund", paid, -paid.Amount)],
        _ => [],
    };

    /// <summary>Its columns behind the cursor.</summary>
    public override string ToString() => string.Join(
        ',',
        Kind,
        WrittenTime.Write(MadeMilliseconds),
        ReceivedMilliseconds is { } received ? WrittenTime.Write(received) : "",
        Where.Terminal,
        Where.Record,
        Movement.Card,
        Movement.Wallet,
        Movement.Asset,
        Movement.Amount.MinorUnits.ToString(CultureInfo.InvariantCulture),
        Articles);

    private static IEnumerable<SaleRow> OfRecord(LedgerEntry.RecordBooked booked)
    {
        if (StoredLine.Find(booked.Line) is not { } line || line.FactOrNull() is not { } fact)
            return [];
        return fact.Movements().Select(movement => new SaleRow(
            line.Head.Kind,
            line.Head.Stamp.WallMilliseconds,
            booked.AtMilliseconds,
            (booked.Terminal.ToString(), booked.Position().ToString()),
            movement,
            ArticlesOf(fact)));
    }

    private static SaleRow OfPayment(string kind, LedgerPayment paid, Money amount) => new(
        kind,
        paid.AtMilliseconds,
        paid.AtMilliseconds,
        ("", ""),
        new Movement(paid.Card, paid.Wallet, paid.Asset, amount));

    private static string ArticlesOf(Fact fact) => fact switch
    {
        Fact.Sale sale => string.Join(' ', sale.Basket.Select(row => $"{row.Quantity}x{row.Article}")),
        Fact.Capture { Sold: { } sold } => $"{sold.BilledMicrolitres}ulx{sold.Product}",
        _ => "",
    };
}
