using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What one record did to one purse.</summary>
/// <param name="Position">The record.</param>
/// <param name="Changes">By asset: below zero taken or held, above zero given.</param>
/// <param name="WhileNotFresh">It was approved while the list was not fresh.</param>
/// <param name="Allowances">Pieces that count against daily allowances.</param>
public sealed record Unlisted(
    RecordPosition Position,
    ValueList<AssetAmount> Changes,
    bool WhileNotFresh,
    ValueList<AllowanceUse> Allowances)
{
    /// <summary>
    /// Ordinary money taken, as a sum above zero: what limits are about. Time and loyalty are bounded by their
    /// balances.
    /// </summary>
    public Money Debit => -Changes
        .Where(change => change.Amount.IsNegative && change.Asset.Category.SpendRank() is not null)
        .Sum(change => change.Amount);
}
