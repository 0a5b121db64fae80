namespace HardwareDrivers.Cards;

/// <summary>A line of the operator's record: which keys a card may have. Names of keys, never keys.</summary>
/// <param name="UidHex">Of the card, upper case.</param>
/// <param name="Population">Which it is to belong to.</param>
/// <param name="Version">Of the new keys.</param>
/// <param name="Step">How far.</param>
public sealed record ProvisioningEntry(string UidHex, string Population, int Version, ProvisioningStep Step);
