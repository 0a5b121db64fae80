namespace CloudBridge.Contract;

/// <summary>What one card gives, or gets back.</summary>
/// <param name="Card">Which card.</param>
/// <param name="Wallet">The wallet it pointed to; null for a card that the list did not have.</param>
/// <param name="Parts">By asset, each above zero.</param>
public sealed record Payment(CardToken Card, WalletId? Wallet, ValueList<AssetAmount> Parts)
{
    /// <summary>All parts together, of whatever asset.</summary>
    /// <exception cref="OverflowException">Beyond <see cref="Money.Limit"/>.</exception>
    public Money Total() => Parts.Sum(part => part.Amount);
}
