namespace CloudBridge.Contract;

/// <summary>A daily allowance: how many pieces of articles that carry its name a wallet may buy in a day.</summary>
public sealed record AllowanceLimit(string Name, int PerDay);
