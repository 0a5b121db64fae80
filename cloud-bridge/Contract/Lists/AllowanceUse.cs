namespace CloudBridge.Contract;

/// <summary>How much of a daily allowance a wallet has used.</summary>
/// <param name="Name">Which, as the article says it: <c>alcohol</c>.</param>
/// <param name="Day">The day: <see cref="TerminalLimits.DayOf"/>.</param>
/// <param name="Count">Pieces.</param>
public sealed record AllowanceUse(string Name, long Day, int Count);
