namespace CloudBridge.Contract;

/// <summary>
/// Lines of a former epoch that the ledger may have otherwise, or not at all: an older image of the terminal was
/// restored and wrote on. They are kept beside the journal, and what they did is said again in the new epoch.
/// </summary>
/// <param name="Epoch">The epoch that was left.</param>
/// <param name="From">The first of them.</param>
/// <param name="Through">The last of them.</param>
/// <param name="Hash">Over their bytes, each with its newline.</param>
public sealed record LeftBehind(long Epoch, long From, long Through, Digest Hash);
