namespace HardwareDrivers.Cards;

/// <summary>
/// Keys cannot be read; the message names the place, what was expected, and what to do, and no part of a key.
/// </summary>
/// <param name="what">Place, and what is wrong there.</param>
/// <param name="remedy">What to do about it, where that is known.</param>
/// <param name="inner">What the system said.</param>
public sealed class CardKeyException(string what, string? remedy = null, Exception? inner = null)
    : Exception(remedy is null ? what : $"{what}; {remedy}", inner)
{
    /// <summary>Place, and what is wrong there.</summary>
    public string What => what;

    /// <summary>What to do about it.</summary>
    public string Remedy => remedy ?? "docs/cards.md, Keys, says what it must hold and who may read it";
}
