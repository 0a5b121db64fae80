using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <content>Closings.</content>
public abstract partial record Fact
{
    /// <summary>A closing with its totals.</summary>
    /// <param name="Number">Counts up from 1; where records could not be read any more by so many more.</param>
    /// <param name="Totals">Sold since the closing before, one row an article, asset and tax rate.</param>
    /// <param name="Perpetual">Of all sales since the terminal was enrolled, one row an asset; never set back.</param>
    /// <param name="Before">The closing before; null: it is the first.</param>
    /// <param name="Voided">Of what was sold since then, what was taken back.</param>
    /// <param name="Cash">Refills and deposits since then, one row a staff card and asset.</param>
    /// <param name="Staff">Who closed; null: the terminal did, before records go or rows become too many.</param>
    /// <param name="Unreadable">
    /// So many records since the closing before can not be read any more: only what came behind the last of them is
    /// added up here, for what came before may stand in a closing that was lost. 0: it is whole.
    /// </param>
    public sealed record Closure(
        long Number,
        ValueList<ClosureTotal> Totals,
        ValueList<AssetAmount> Perpetual,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RecordPosition? Before = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        ValueList<ClosureTotal> Voided = default,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        ValueList<StaffCash> Cash = default,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CardToken? Staff = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Unreadable = 0) : Fact
    {
        internal override string? Flaw() =>
            Number < 1 ? "number: expected from 1" : FactFlaws.Negative(Unreadable, 0);
    }
}
