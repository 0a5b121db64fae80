namespace CloudBridge.Contract;

/// <summary>What a card's counter read when it counted.</summary>
/// <param name="Card">Whose.</param>
/// <param name="Value">From 0; no reading that is not above it counts any more.</param>
public readonly record struct CounterReading(CardToken Card, long Value);
