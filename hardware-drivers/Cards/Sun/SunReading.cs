namespace HardwareDrivers.Cards;

/// <summary>A message whose MAC is good.</summary>
/// <param name="Uid">Seven bytes.</param>
/// <param name="Counter">How often the card was read, from 0.</param>
/// <param name="FileData">Decrypted; empty when none are mirrored.</param>
public sealed record SunReading(ReadOnlyMemory<byte> Uid, int Counter, ReadOnlyMemory<byte> FileData);
