using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A hold that nothing has closed yet.</summary>
/// <param name="Payment">What was set aside, as the terminal said it.</param>
/// <param name="Account">Whose money that is.</param>
/// <param name="Counts">The lists' balances lack it; false once it was overdue.</param>
internal sealed record BookedHold(Payment Payment, Account Account, bool Counts = true);
