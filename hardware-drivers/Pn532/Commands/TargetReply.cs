namespace HardwareDrivers.Pn532;

/// <summary>What came of an exchange with a card.</summary>
/// <param name="Status">How it went.</param>
/// <param name="Data">What the card said; empty unless it went well.</param>
public sealed record TargetReply(TargetStatus Status, ReadOnlyMemory<byte> Data);
