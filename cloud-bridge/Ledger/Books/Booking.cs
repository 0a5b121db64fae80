using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What a record comes to in the books.</summary>
/// <param name="Postings">Sums up to zero for each asset; none when the record moves nothing or no account can hold
/// it.</param>
/// <param name="Suspense">Why somebody must look at it; null: nobody need.</param>
internal sealed record Booking(ValueList<Posting> Postings, string? Suspense)
{
    /// <summary>Nothing is posted, and somebody must look at it.</summary>
    public static Booking None(string suspense) => new([], suspense);
}
