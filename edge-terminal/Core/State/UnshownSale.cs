using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>A sale that is in the journal and that nobody may have seen approved.</summary>
/// <param name="Position">The sale.</param>
/// <param name="Basket">What was bought.</param>
/// <param name="Boot">The daemon's start in which it was made.</param>
/// <param name="AtMilliseconds">When, by the monotonic clock.</param>
public sealed record UnshownSale(RecordPosition Position, ValueList<BasketLine> Basket, long Boot, long AtMilliseconds);
