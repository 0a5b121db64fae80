namespace CloudBridge.Ledger;

/// <summary>What a change of the ledger comes to.</summary>
/// <typeparam name="T">What it answers.</typeparam>
/// <param name="Entries">
/// To be stored, in order, before the answer is given. A power cut before that may leave the first of them: what must
/// be stored all or none is one entry.
/// </param>
/// <param name="Answer">For the caller, once they are.</param>
public sealed record LedgerChange<T>(IReadOnlyList<LedgerEntry> Entries, T Answer);
