namespace CloudBridge.Contract;

/// <summary>Rules for cards that the list does not have.</summary>
/// <param name="Policy">Refuse or allow.</param>
/// <param name="Asset">What an allowed purchase is booked in.</param>
/// <param name="PerCard">The most that one such card may spend before a list names it.</param>
/// <param name="PerDay">The most that all such cards together may spend at this terminal in a day.</param>
public sealed record UnknownCardRules(UnknownCardPolicy Policy, AssetId Asset, Money PerCard, Money PerDay);
