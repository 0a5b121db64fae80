using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What sums are kept by: a wallet, or a card whose wallet the list did not say.</summary>
public readonly record struct PurseId
{
    // One number, not one for each: there are many of these, and each step from state to state copies some.
    private readonly UInt128 value;
    private readonly bool isCard;

    private PurseId(UInt128 value, bool isCard) => (this.value, this.isCard) = (value, isCard);

    /// <summary>The wallet; null: it is a card.</summary>
    public WalletId? Wallet => isCard ? null : new WalletId(value);

    /// <summary>The card; null: it is a wallet.</summary>
    public CardToken? UnknownCard => isCard ? new CardToken(value) : null;

    /// <summary>A wallet.</summary>
    public static PurseId Of(WalletId wallet) => new(wallet.Value, isCard: false);

    /// <summary>A card that the list does not have.</summary>
    public static PurseId Of(CardToken unknownCard) => new(unknownCard.Value, isCard: true);

    /// <summary>The purse that a payment came out of.</summary>
    public static PurseId Of(Payment payment) =>
        payment.Wallet is { } wallet ? Of(wallet) : Of(payment.Card);
}
