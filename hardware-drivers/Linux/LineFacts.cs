namespace HardwareDrivers.Linux;

/// <summary>What a GPIO chip says of one of its lines.</summary>
/// <param name="Consumer">What the program that has it calls it; null: nobody has it.</param>
public sealed record LineFacts(string? Consumer);
