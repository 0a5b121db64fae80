namespace HardwareDrivers.Abstractions;

/// <summary>One device on an SPI bus.</summary>
/// <param name="Bus">N of <c>/dev/spidevN.S</c>.</param>
/// <param name="ChipSelect">S.</param>
/// <param name="ClockHertz">The clock's rate, at most.</param>
/// <param name="Mode">0 to 3: clock polarity and phase.</param>
public sealed record SpiSettings(int Bus, int ChipSelect, int ClockHertz, int Mode);
