namespace CloudBridge.Contract;

/// <summary>
/// Money that a fact moves. Both ends book exactly these, so that they cannot disagree on what a fact means.
/// </summary>
/// <param name="Card">The card it was done with.</param>
/// <param name="Wallet">The wallet; null for a card that the terminal's list did not have.</param>
/// <param name="Asset">What.</param>
/// <param name="Amount">Below zero: taken from the wallet. Above: given to it.</param>
public readonly record struct Movement(CardToken Card, WalletId? Wallet, AssetId Asset, Money Amount);
