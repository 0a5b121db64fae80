namespace HardwareDrivers.Cards;

/// <summary>Keys cannot be read; the message names the place and what was expected, and no part of a key.</summary>
public sealed class CardKeyException(string message, Exception? inner = null) : Exception(message, inner);
