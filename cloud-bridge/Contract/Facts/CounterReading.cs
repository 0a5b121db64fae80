namespace CloudBridge.Contract;

/// <summary>What a card's counter read when it counted.</summary>
/// <param name="Card">Whose.</param>
/// <param name="Value">From 0 to <see cref="Highest"/>; no reading that is not above it counts any more.</param>
public readonly record struct CounterReading(CardToken Card, long Value)
{
    /// <summary>Cards count in three bytes.</summary>
    public const long Highest = 0xFF_FFFF;

    /// <summary>Whether a card can have shown it.</summary>
    public static bool IsPossible(long value) => value is >= 0 and <= Highest;
}
