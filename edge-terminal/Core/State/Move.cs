using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>A new epoch has begun, and what the one before left is not settled yet.</summary>
/// <param name="LeftBehind">Lines of it that are to be said again; null: none are.</param>
/// <param name="SaidAgain">How many have been.</param>
public sealed record Move(LeftBehind? LeftBehind, int SaidAgain);
