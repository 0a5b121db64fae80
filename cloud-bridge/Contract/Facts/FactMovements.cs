namespace CloudBridge.Contract;

/// <summary>What payments move.</summary>
internal static class FactMovements
{
    public static IEnumerable<Movement> Taken(Payment payment) =>
        payment.Parts.Select(part => new Movement(payment.Card, payment.Wallet, part.Asset, -part.Amount));

    public static IEnumerable<Movement> Given(Payment payment) =>
        payment.Parts.Select(part => new Movement(payment.Card, payment.Wallet, part.Asset, part.Amount));
}
