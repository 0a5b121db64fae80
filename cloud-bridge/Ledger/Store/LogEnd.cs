using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// How a log ends. Each line names the hash of the line before, so whoever has written this down elsewhere knows that
/// nothing before it was changed.
/// </summary>
/// <param name="Line">Its last line; 0: there is none.</param>
/// <param name="Hash">SHA-256 over that line; zero: there is none.</param>
/// <param name="ChainedFrom">The first line that names the one before; earlier builds wrote none. 0: there is none.
/// </param>
public sealed record LogEnd(long Line, Digest Hash, long ChainedFrom);
