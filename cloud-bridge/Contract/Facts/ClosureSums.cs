namespace CloudBridge.Contract;

/// <summary>What a closing adds up: pure, shared by who makes closings and who checks them.</summary>
public static class ClosureSums
{
    /// <summary>
    /// What was sold, by article, asset and tax rate. Rows of the basket are paid in order, by the parts of the
    /// payments in order: both ends attribute alike.
    /// </summary>
    public static ValueList<ClosureTotal> Of(ValueList<BasketLine> basket, ValueList<Payment> payments)
    {
        var parts = payments.SelectMany(payment => payment.Parts).ToArray();
        var rows = new List<ClosureTotal>();
        foreach (var line in basket)
        {
            var (due, pieces) = (line.Cost(), (long)line.Quantity);
            if (!due.IsPositive)
                rows.Add(new ClosureTotal(line.Article, null, line.TaxBasisPoints, pieces, Money.Zero));
            for (var at = 0; at < parts.Length && due.IsPositive; at++)
            {
                var given = MayPay(parts[at].Asset, line.PaidWith) ? Money.Min(parts[at].Amount, due) : Money.Zero;
                if (!given.IsPositive)
                    continue;
                rows.Add(new ClosureTotal(line.Article, parts[at].Asset, line.TaxBasisPoints, pieces, given));
                parts[at] = parts[at] with { Amount = parts[at].Amount - given };
                (due, pieces) = (due - given, 0);
            }
        }
        return Sum(rows);
    }

    /// <summary>One row an article, asset and tax rate, in the order of their names.</summary>
    public static ValueList<ClosureTotal> Sum(IEnumerable<ClosureTotal> rows) =>
    [
        .. rows.GroupBy(row => (row.Article, row.Asset, row.TaxBasisPoints))
            .OrderBy(same => $"{same.Key.Article}", StringComparer.Ordinal)
            .ThenBy(same => same.Key.Asset)
            .ThenBy(same => same.Key.TaxBasisPoints)
            .Select(same => new ClosureTotal(
                same.Key.Article,
                same.Key.Asset,
                same.Key.TaxBasisPoints,
                same.Sum(row => row.Quantity),
                same.Select(row => row.Amount).SumOrLimit())),
    ];

    /// <summary>One row a staff card and asset.</summary>
    public static ValueList<StaffCash> Sum(IEnumerable<StaffCash> rows) =>
    [
        .. from row in rows
           group row by (row.Staff, row.Asset) into same
           orderby same.Key.Staff, same.Key.Asset
           select new StaffCash(
               same.Key.Staff,
               same.Key.Asset,
               same.Sum(row => row.Refills),
               same.Select(row => row.Refilled).SumOrLimit(),
               same.Sum(row => row.Items),
               same.Select(row => row.Returned).SumOrLimit()),
    ];

    /// <summary>What a refill or a return of deposits adds; nothing for any other fact.</summary>
    public static IEnumerable<StaffCash> CashOf(Fact fact) => fact switch
    {
        Fact.Refill refill => refill.Payment.Parts.Select(part =>
            new StaffCash(refill.Staff, part.Asset, 1, part.Amount, 0, Money.Zero)),
        Fact.DepositReturn deposit => deposit.Payment.Parts.Select(part =>
            new StaffCash(deposit.Staff, part.Asset, 0, Money.Zero, deposit.Items, part.Amount)),
        _ => [],
    };

    /// <summary>One row an asset, in the order of their names.</summary>
    public static ValueList<AssetAmount> Sum(IEnumerable<AssetAmount> amounts) =>
    [
        .. from amount in amounts
           group amount.Amount by amount.Asset into asset
           orderby asset.Key
           select new AssetAmount(asset.Key, asset.SumOrLimit()),
    ];

    /// <summary>No less than what these rows come to in a record, in bytes.</summary>
    public static int MostBytes(IEnumerable<ClosureTotal> rows) =>
        rows.Sum(row => 110 + $"{row.Article}".Length + $"{row.Asset}".Length);

    /// <inheritdoc cref="MostBytes(IEnumerable{ClosureTotal})"/>
    public static int MostBytes(IEnumerable<StaffCash> rows) => rows.Sum(row => 200 + $"{row.Asset}".Length);

    /// <inheritdoc cref="MostBytes(IEnumerable{ClosureTotal})"/>
    public static int MostBytes(IEnumerable<AssetAmount> rows) => rows.Sum(row => 40 + $"{row.Asset}".Length);

    private static bool MayPay(AssetId asset, AssetCategory? tag) =>
        tag is { } category ? asset.Category == category : asset.Category.SpendRank() is not null;
}
