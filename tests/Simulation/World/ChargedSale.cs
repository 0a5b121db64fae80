using CloudBridge.Contract;

namespace Tests.Simulation;

/// <summary>A sale that a guest's visit was charged for.</summary>
/// <param name="At">The true time.</param>
/// <param name="Position">Its record.</param>
/// <param name="Basket">What was bought.</param>
/// <param name="Disturbances">What others, and keys, had done at the terminal before.</param>
internal sealed record ChargedSale(
    long At, RecordPosition Position, ValueList<BasketLine> Basket, int Disturbances);
