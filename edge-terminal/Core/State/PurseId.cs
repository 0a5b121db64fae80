using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What sums are kept by: a wallet, or a card whose wallet the list did not say.</summary>
public readonly record struct PurseId(WalletId? Wallet, CardToken? UnknownCard)
{
    /// <summary>A wallet.</summary>
    public static PurseId Of(WalletId wallet) => new(wallet, null);

    /// <summary>A card that the list does not have.</summary>
    public static PurseId Of(CardToken unknownCard) => new(null, unknownCard);

    /// <summary>The purse that a payment came out of.</summary>
    public static PurseId Of(Payment payment) =>
        payment.Wallet is { } wallet ? Of(wallet) : Of(payment.Card);
}
