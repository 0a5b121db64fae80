using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>The last sale, which staff may take back.</summary>
/// <param name="Position">What a void calls it.</param>
/// <param name="Payments">What it took.</param>
/// <param name="Basket">What was bought.</param>
/// <param name="AtMilliseconds">When, by the monotonic clock …</param>
/// <param name="MachineBoot">… of this boot of the machine.</param>
public sealed record LastSale(
    RecordPosition Position,
    ValueList<Payment> Payments,
    ValueList<BasketLine> Basket,
    long AtMilliseconds,
    string MachineBoot)
{
    /// <summary>What it cost, whatever it was paid with.</summary>
    public Money Total => Payments.Sum(payment => payment.Total());
}
