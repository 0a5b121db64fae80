namespace HardwareDrivers.Cards;

/// <summary>A description of populations is not one; the message says where and what was expected.</summary>
public sealed class CardPopulationException(string message) : Exception(message);
