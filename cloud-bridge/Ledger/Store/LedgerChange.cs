namespace CloudBridge.Ledger;

/// <summary>What a change of the ledger comes to.</summary>
/// <typeparam name="T">What it answers.</typeparam>
/// <param name="Entries">To be stored, all or none, in order.</param>
/// <param name="Answer">For the caller, once they are.</param>
public sealed record LedgerChange<T>(IReadOnlyList<LedgerEntry> Entries, T Answer);
