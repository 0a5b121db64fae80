using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A line that is waited with: those before it may be in another worker's hands.</summary>
/// <param name="Terminal">Whose.</param>
/// <param name="Line">Its signature was checked.</param>
/// <param name="Since">When it came, in monotonic milliseconds …</param>
/// <param name="AtMilliseconds">… and by the ledger's time, since 1970-01-01T00:00:00Z.</param>
internal sealed record EarlyLine(TerminalId Terminal, StoredLine Line, long Since, long AtMilliseconds);
