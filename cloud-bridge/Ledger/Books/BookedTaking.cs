using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What a sale or an entry took, and may be given back once.</summary>
/// <param name="Payments">As the terminal said it: what is given back must say the same.</param>
/// <param name="Postings">As it was booked: what is given back is booked the other way round.</param>
/// <param name="IsSale">A closure ends what may be given back.</param>
/// <param name="Position">Where it stands.</param>
internal sealed record BookedTaking(
    ValueList<Payment> Payments, ValueList<Posting> Postings, bool IsSale, RecordPosition Position);
