using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What one record did to one purse.</summary>
/// <param name="Position">The record.</param>
/// <param name="Changes">By asset: below zero taken or held, above zero given.</param>
/// <param name="Allowances">Pieces that count against daily allowances.</param>
/// <param name="GivenBack">The hold that it closes, whose sum comes back; null: none.</param>
public sealed record Unlisted(
    RecordPosition Position,
    ValueList<AssetAmount> Changes,
    ValueList<AllowanceUse> Allowances,
    GivenBack? GivenBack = null)
{
    /// <summary>All that it does to the list's balances, which are what is booked less what is held.</summary>
    public IEnumerable<AssetAmount> Effect =>
        GivenBack is { } given ? Changes.Concat(given.Hold.Payment.Parts) : Changes;

    /// <summary>What it takes, without what it gives.</summary>
    public Unlisted DebitsOnly() => this with
    {
        Changes = [.. Changes.Where(change => change.Amount.IsNegative)], GivenBack = null,
    };

    /// <summary>
    /// Ordinary money taken or held, as a sum above zero: what limits are about. Time and loyalty are bounded by their
    /// balances. Below zero where it closes a hold that is a debit of ours: both together are what was captured.
    /// </summary>
    public Money Debit
    {
        get
        {
            var taken = -Changes.Where(change => change.Amount.IsNegative).OrdinarySum();
            return GivenBack is { IsListed: false } given ? taken - given.Hold.Payment.Parts.OrdinarySum() : taken;
        }
    }
}
