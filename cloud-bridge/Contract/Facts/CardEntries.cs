namespace CloudBridge.Contract;

/// <summary>How much of its tickets a card has used.</summary>
/// <param name="Card">Which.</param>
/// <param name="Entries">Not empty.</param>
public readonly record struct CardEntries(CardToken Card, ValueList<TicketEntries> Entries);
