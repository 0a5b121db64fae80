using CloudBridge.Contract;

namespace EdgeTerminal.Host;

/// <summary>Adds a journal's records up again, and holds each closing against it.</summary>
internal sealed class ClosingAudit
{
    private readonly List<ClosureTotal> sold = [];
    private readonly List<ClosureTotal> voided = [];
    private readonly List<StaffCash> cash = [];
    private (RecordPosition Position, Fact.Sale Sale)? last;
    private (RecordPosition Position, Fact.Closure Closure)? before;
    private bool isWhole;

    /// <summary>Every closing of a journal, in order.</summary>
    /// <param name="records">All that there are, in order.</param>
    public static IEnumerable<AuditedClosing> Of(IEnumerable<RecordHead> records)
    {
        var audit = new ClosingAudit();
        foreach (var record in records)
            if (audit.Take(record) is { } closing)
                yield return closing;
    }

    private AuditedClosing? Take(RecordHead record)
    {
        isWhole |= record.Position == new RecordPosition(1, 1);
        // What is said again was counted where it was said first.
        if (record.Reissues is not null || record.FactOrNull() is not { } fact)
            return null;
        cash.AddRange(ClosureSums.CashOf(fact));
        switch (fact)
        {
            case Fact.Sale sale:
                last = (record.Position, sale);
                sold.AddRange(ClosureSums.Of(sale.Basket, sale.Payments));
                return null;
            case Fact.Void taken when last is (var position, var sale) &&
                (position, sale.Payments) == (taken.Voided, taken.Returned):
                voided.AddRange(ClosureSums.Of(sale.Basket, sale.Payments));
                last = null;
                return null;
            case Fact.Closure closure:
                return Close(record, closure);
            default:
                return null;
        }
    }

    private AuditedClosing Close(RecordHead record, Fact.Closure closure)
    {
        isWhole &= closure.Unreadable == 0;
        var audited = new AuditedClosing(record, closure, isWhole, isWhole ? FlawOf(closure) : null);
        (before, isWhole) = ((record.Position, closure), true);
        sold.Clear();
        voided.Clear();
        cash.Clear();
        last = null;
        return audited;
    }

    private string? FlawOf(Fact.Closure closure)
    {
        var perpetual = ClosureSums.Sum((before?.Closure.Perpetual ?? []).Concat(
            from row in sold
            where row.Asset is not null
            select new AssetAmount(row.Asset!.Value, row.Amount)));
        return closure.Number != (before?.Closure.Number ?? 0) + 1
                ? $"number {closure.Number} behind {before?.Closure.Number ?? 0}"
            : closure.Before != before?.Position
                ? $"it names {closure.Before?.ToString() ?? "none"} as the closing before, which is {before?.Position}"
            : closure.Totals != ClosureSums.Sum(sold) ? $"records come to {ClosureSums.Sum(sold)}"
            : closure.Voided != ClosureSums.Sum(voided) ? $"voids come to {ClosureSums.Sum(voided)}"
            : closure.Cash != ClosureSums.Sum(cash) ? $"refills and deposits come to {ClosureSums.Sum(cash)}"
            : closure.Perpetual != perpetual ? $"the perpetual total comes to {perpetual}"
            : null;
    }
}
