using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>A PIN was wrong.</summary>
/// <param name="Card">Whose.</param>
/// <param name="Time">When.</param>
public sealed record WrongPin(CardToken Card, TapTime Time);
