using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What a record comes to in the books.</summary>
/// <param name="Postings">Sums up to zero for each asset; none when the record moves nothing or no account can hold
/// it.</param>
/// <param name="Findings">Why somebody must look at it.</param>
/// <param name="Reallocation">To be signed; its postings are among those above. Null: none is needed.</param>
internal sealed record Booking(
    ValueList<Posting> Postings, ValueList<Finding> Findings, Reallocation? Reallocation = null);
