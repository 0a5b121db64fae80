using System.Globalization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Money that was moved, as it is exported: what the books have of it, on a wallet or in suspense. Nothing in it needs
/// quotes, and no spreadsheet takes any of it for a formula: names, numbers and hexadecimal digits, none of them
/// anybody's free text.
/// </summary>
/// <param name="Kind">Of the fact, or of the payment or decision at the ledger.</param>
/// <param name="MadeMilliseconds">By whoever wrote it.</param>
/// <param name="ReceivedMilliseconds">By the ledger's time; null: that is not known.</param>
internal sealed record SaleRow(string Kind, long MadeMilliseconds, long? ReceivedMilliseconds)
{
    /// <summary>The columns behind the line's number.</summary>
    public const string Columns =
        "kind,made,received,terminal,record,card,wallet,asset,amount,suspense,articles";

    private string Terminal { get; init; } = "";

    private string Record { get; init; } = "";

    private CardToken? Card { get; init; }

    private WalletId? Wallet { get; init; }

    private AssetId Asset { get; init; }

    /// <summary>Above zero: the wallet got it.</summary>
    private Money Amount { get; init; }

    /// <summary>The same of what waits for somebody to decide whose it is.</summary>
    private Money Suspense { get; init; }

    private string Articles { get; init; } = "";

    /// <summary>
    /// Of an entry: a row for each wallet, suspense and asset. What was only said again moved nothing and is none; nor
    /// are opening balances and merged wallets, which were not sold.
    /// </summary>
    public static IEnumerable<SaleRow> Of(LedgerEntry entry) => entry switch
    {
        LedgerEntry.RecordBooked { Postings.Count: > 0 } booked => OfRecord(entry, booked),
        LedgerEntry.ForkBooked { Record: { Postings.Count: > 0 } fork } => OfRecord(entry, fork),
        LedgerEntry.WalletRefilled refilled => OfPayment("ledgerRefill", refilled.Payment, refilled.Postings()),
        LedgerEntry.WalletRefunded refunded => OfPayment("ledgerRefund", refunded.Payment, refunded.Postings()),
        LedgerEntry.SuspenseSettled settled => OfSettlement(settled),
        _ => [],
    };

    /// <summary>Its columns.</summary>
    public override string ToString() => string.Join(
        ',',
        Kind,
        WrittenTime.Write(MadeMilliseconds),
        ReceivedMilliseconds is { } received ? WrittenTime.Write(received) : "",
        Terminal,
        Record,
        Card,
        Wallet,
        Asset,
        Amount.MinorUnits.ToString(CultureInfo.InvariantCulture),
        Suspense.MinorUnits.ToString(CultureInfo.InvariantCulture),
        Articles);

    private static IEnumerable<SaleRow> OfRecord(LedgerEntry entry, LedgerEntry.RecordBooked booked)
    {
        var line = StoredLine.Find(booked.Line);
        var fact = line?.FactOrNull();
        var row = new SaleRow(
            line?.Head.Kind ?? LogLine.KindOf(entry), line?.Head.Stamp.WallMilliseconds ?? 0, booked.AtMilliseconds)
        {
            Terminal = booked.Terminal.ToString(),
            Record = booked.Position().ToString(),
            Articles = ArticlesOf(fact),
        };
        return row.With(booked.Postings, [.. fact?.Movements() ?? []]);
    }

    private static IEnumerable<SaleRow> OfPayment(string kind, LedgerPayment paid, ValueList<Posting> postings) =>
        new SaleRow(kind, paid.AtMilliseconds, paid.AtMilliseconds).With(
            postings, [new Movement(paid.Card, paid.Wallet, paid.Asset, paid.Amount)]);

    private static IEnumerable<SaleRow> OfSettlement(LedgerEntry.SuspenseSettled settled)
    {
        var at = TreasurerAct.ReadStored(settled.Act).Succeeded(out var act, out _) ? act.AtMilliseconds : 0;
        return new SaleRow("suspenseSettled", at, at).With(
            settled.Postings(), [new Movement(settled.Card, settled.Wallet, settled.Asset, settled.Amount)]);
    }

    /// <summary>
    /// What stood in for another asset is among the postings, and what was not taken after all is not.
    /// </summary>
    private IEnumerable<SaleRow> With(ValueList<Posting> postings, IReadOnlyCollection<Movement> movements) =>
        from posting in postings
        group posting.Amount by (posting.Account, posting.Asset) into sums
        let amount = sums.Aggregate(Money.Zero, (sum, one) => sum + one)
        where amount != Money.Zero
        let row = OfAccount(sums.Key.Account, amount, movements)
        where row is not null
        select row with { Asset = sums.Key.Asset };

    private SaleRow? OfAccount(Account account, Money amount, IReadOnlyCollection<Movement> movements) =>
        account.IsWallet(out var wallet)
            ? this with { Card = CardOf(wallet, movements), Wallet = wallet, Amount = amount }
        : account.IsSuspenseOf(out var card)
            ? this with { Card = card, Suspense = amount }
        : null;

    /// <summary>A wallet may be another's by now, and have several cards: null where it is not certain which.</summary>
    private static CardToken? CardOf(WalletId wallet, IReadOnlyCollection<Movement> movements)
    {
        var own = movements.Where(movement => movement.Wallet == wallet).ToList();
        var cards = (own.Count > 0 ? own : movements).Select(movement => movement.Card).Distinct().ToList();
        return cards is [var only] ? only : null;
    }

    private static string ArticlesOf(Fact? fact) => fact switch
    {
        Fact.Sale sale => string.Join(' ', sale.Basket.Select(row => $"{row.Quantity}x{row.Article}")),
        Fact.Capture { Sold: { } sold } => $"{sold.BilledMicrolitres}ulx{sold.Product}",
        _ => "",
    };
}
