using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Whom the turnstile is released for.</summary>
/// <param name="Card">Whose card; null at a way out where nothing is recorded of it.</param>
/// <param name="People">How many are still to go through.</param>
/// <param name="IsOut">They leave.</param>
public readonly record struct Going(CardToken? Card, int People, bool IsOut);
