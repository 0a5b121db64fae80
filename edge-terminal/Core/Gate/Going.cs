using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Whom the turnstile is released for.</summary>
/// <param name="Card">Whose card; null where nothing is recorded of it: at a way out, and by a
/// command of the ledger.</param>
/// <param name="People">How many are still to go through.</param>
/// <param name="IsOut">They leave, or nobody asks where they go: no entry is under way.</param>
public readonly record struct Going(CardToken? Card, int People, bool IsOut);
