using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// What a till remembers of its drawer and of its staff: sums since the last closing, and what caps are held against.
/// Folded from its own facts. What is said again in a later epoch was counted where it was said first.
/// </summary>
public sealed record TillMemory
{
    /// <summary>
    /// The most that rows of a closing come to, in bytes: with 16 KiB for a line, of which base64 takes a quarter, and
    /// what else stands in it.
    /// </summary>
    public const int MostBytes = 11_200;

    private TillMemory()
    {
    }

    /// <summary>Nothing was sold.</summary>
    public static TillMemory Nothing { get; } = new();

    /// <summary>What was sold since the last closing.</summary>
    public ValueList<ClosureTotal> Totals { get; init; }

    /// <summary>What of it was taken back.</summary>
    public ValueList<ClosureTotal> Voided { get; init; }

    /// <summary>Refills and deposits since the last closing.</summary>
    public ValueList<StaffCash> Cash { get; init; }

    /// <summary>The first record of those sums; null: there is nothing in them.</summary>
    public RecordPosition? First { get; init; }

    /// <summary>All that was ever sold.</summary>
    public ValueList<AssetAmount> Perpetual { get; init; }

    /// <summary>How many closings there were, at the most: each record that cannot be read may have been one.</summary>
    public long Closings { get; init; }

    /// <summary>The last closing; null: there was none.</summary>
    public RecordPosition? LastClosure { get; init; }

    /// <summary>Records since the last closing that cannot be read any more.</summary>
    public long Unreadable { get; init; }

    /// <summary>The last of them; null: there are none.</summary>
    public RecordPosition? UnreadableThrough { get; init; }

    /// <summary>The last sale since the last closing; null: none, or it was taken back.</summary>
    public LastSale? LastSale { get; init; }

    /// <summary>What staff gave to a card last; null: nothing, or they have seen that they did.</summary>
    public LastCredit? LastCredit { get; init; }

    /// <summary>What staff gave to cards, of the last days.</summary>
    public ValueList<StaffShare> Credits { get; init; }

    /// <summary>The last wrong PINs.</summary>
    public ValueList<WrongPin> WrongPins { get; init; }

    /// <summary>
    /// Would a closing behind this fact still fit into its line, also when the last sale is taken back before it? Else
    /// one comes first.
    /// </summary>
    public bool HasRoomFor(Fact fact)
    {
        var (basket, payments) = fact is Fact.Sale sale
            ? (sale.Basket, sale.Payments)
            : (LastSale?.Basket ?? [], LastSale?.Payments ?? []);
        var last = ClosureSums.Of(basket, payments);
        var totals = fact is Fact.Sale ? ClosureSums.Sum(Totals.Concat(last)) : Totals;
        var perpetual = ClosureSums.Sum(Perpetual.Concat(payments.SelectMany(payment => payment.Parts)));
        return ClosureSums.MostBytes(totals)
            + ClosureSums.MostBytes(Voided.Concat(last))
            + ClosureSums.MostBytes(ClosureSums.Sum(Cash.Concat(ClosureSums.CashOf(fact))))
            + ClosureSums.MostBytes(perpetual) <= MostBytes;
    }

    /// <summary>A closing as things are.</summary>
    /// <param name="staff">Who makes it; null: the terminal does.</param>
    public Fact.Closure Close(CardToken? staff) =>
        new(Closings + 1, Totals, Perpetual, LastClosure, Voided, Cash, staff, Unreadable);

    /// <summary>
    /// These records are about to go: what they came to must stand in a closing behind them, for nothing else keeps it.
    /// </summary>
    public bool MustCloseBefore(RecordPosition retired) =>
        First <= retired || LastClosure <= retired || UnreadableThrough <= retired;
}
