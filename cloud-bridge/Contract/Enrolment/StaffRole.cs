namespace CloudBridge.Contract;

/// <summary>What whoever holds a badge may do at a terminal.</summary>
/// <param name="Badge">Of category badge; the list's entry of the card says from when to when it is held.</param>
/// <param name="Refills">Takes cash and puts it on cards.</param>
/// <param name="Voids">Takes the last sale back.</param>
/// <param name="TakesDeposits">Takes deposits (cups) back.</param>
/// <param name="Closes">Makes closings.</param>
public sealed record StaffRole(AssetId Badge, bool Refills, bool Voids, bool TakesDeposits, bool Closes);
