using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A card as the API shows it.</summary>
/// <param name="Card">Its token.</param>
/// <param name="Wallet">That it points to.</param>
/// <param name="State">Ok or blocked.</param>
/// <param name="IsReissued">Another card has its place: it is blocked for good.</param>
/// <param name="Class">What it is enrolled as.</param>
/// <param name="Balances">What the wallet has, as lists show it: less what terminals have set aside.</param>
/// <param name="Entitlements">Memberships, tickets and badges.</param>
/// <param name="ValidThroughMilliseconds">Its last moment; null: no end.</param>
/// <param name="Age">What is known of its guest's age.</param>
/// <param name="Language">In which displays speak to its guest; null: in their own.</param>
/// <param name="EverUsed">Something was bought with the wallet.</param>
/// <param name="AllowancesUsed">Daily allowances of the wallet.</param>
/// <param name="Counter">The highest reading of its counter that has counted.</param>
/// <param name="FormerWallets">Wallets that were merged into this one.</param>
internal sealed record CardView(
    CardToken Card,
    WalletId Wallet,
    CardState State,
    bool IsReissued,
    CardClass Class,
    ValueList<AssetAmount> Balances,
    ValueList<Entitlement> Entitlements,
    long? ValidThroughMilliseconds,
    AgeClass Age,
    LanguageTag? Language,
    bool EverUsed,
    ValueList<AllowanceUse> AllowancesUsed,
    long? Counter,
    ValueList<WalletId> FormerWallets)
{
    /// <summary>Of a card as a list shows it.</summary>
    public static CardView Of(CardEntry card, LedgerBooks books) => new(
        card.Card,
        card.Wallet,
        card.State,
        books.IsReissued(card.Card),
        card.Class,
        card.Balances,
        card.Entitlements,
        card.ValidThroughMilliseconds,
        card.Age,
        card.Language,
        card.EverUsed,
        card.AllowancesUsed,
        card.Counter,
        card.FormerWallets);
}

/// <summary>Cards, by their tokens.</summary>
/// <param name="Items">They.</param>
/// <param name="Next">To be asked for as <c>after</c>; null: there are no more.</param>
internal sealed record CardPage(ValueList<CardView> Items, CardToken? Next);

/// <summary>What happened last to a card, the last first.</summary>
internal sealed record CardRecords(ValueList<RecentRecord> Items);

/// <summary>Cards to be added.</summary>
internal sealed record NewCardsBody(ValueList<NewCardBody> Cards);

/// <summary>A card to be added.</summary>
/// <param name="Uid">As it says itself.</param>
/// <param name="Class">What it is enrolled as.</param>
/// <param name="Number">What is printed on it.</param>
/// <param name="Qr">What its QR code ends with.</param>
/// <param name="Entitlements">Memberships, tickets and badges.</param>
/// <param name="Age">What is known of its guest's age.</param>
/// <param name="Language">In which displays speak to its guest.</param>
internal sealed record NewCardBody(
    string Uid,
    CardClass Class = CardClass.Uid,
    string? Number = null,
    Guid? Qr = null,
    ValueList<Entitlement> Entitlements = default,
    AgeClass Age = AgeClass.Unknown,
    LanguageTag? Language = null);

/// <summary>What is to be said anew of a card (RFC 7396): what is left out stays as it is.</summary>
/// <param name="State">Ok or blocked.</param>
/// <param name="ValidThroughMilliseconds">Its last moment; null: no end.</param>
/// <param name="Age">What is known of its guest's age.</param>
/// <param name="Language">In which displays speak to its guest; null: in their own.</param>
/// <param name="Note">Why: it stays in the books.</param>
internal sealed record CardChangeBody(
    CardState? State = null,
    long? ValidThroughMilliseconds = null,
    AgeClass? Age = null,
    LanguageTag? Language = null,
    string? Note = null);

/// <summary>When a card holds a membership, ticket or badge.</summary>
internal sealed record EntitlementBody(ValueList<PeriodBody> Periods);

/// <summary>From then to then, both ends within, in milliseconds since 1970-01-01T00:00:00Z.</summary>
internal sealed record PeriodBody(long ThroughMilliseconds, long? FromMilliseconds = null);

/// <summary>What a card is looked up by: one of them.</summary>
internal sealed record LookupBody(string? Uid = null, string? Number = null, Guid? Qr = null);

/// <summary>A card that was looked up.</summary>
internal sealed record FoundCard(CardToken Card);

/// <summary>The card that takes a lost one's place.</summary>
/// <param name="Uid">As it says itself.</param>
/// <param name="Class">What it is enrolled as; left out: as the lost one.</param>
/// <param name="Number">What is printed on it.</param>
/// <param name="Qr">What its QR code ends with.</param>
internal sealed record ReissueBody(string Uid, CardClass? Class = null, string? Number = null, Guid? Qr = null);

/// <summary>Two cards whose wallets are to be one.</summary>
/// <param name="From">Whose wallet is none any more.</param>
/// <param name="Into">Whose wallet stays.</param>
internal sealed record MergeBody(CardToken From, CardToken Into);
