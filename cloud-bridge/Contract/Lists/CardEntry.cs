using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// One card in the list: everything that a rule reads of it. Balances are absolute, as of the list's watermark.
/// </summary>
/// <param name="Card">Its token.</param>
/// <param name="Wallet">The wallet that it points to; several cards may share one.</param>
/// <param name="State">Ok or blocked.</param>
/// <param name="Class">What it was enrolled as: it must prove at least this.</param>
/// <param name="Balances">One row an asset; may be below zero.</param>
/// <param name="EverUsed">The ledger has booked a purchase of this wallet.</param>
/// <param name="ValidThroughMilliseconds">Last moment (since 1970-01-01T00:00:00Z); null: no end.</param>
/// <param name="Age">What is known of the guest's age.</param>
/// <param name="Entitlements">Memberships and badges.</param>
/// <param name="AllowancesUsed">How much of daily allowances the wallet has used.</param>
/// <param name="Counter">The highest reading of the card's counter that has counted; null: none has.</param>
/// <param name="FormerWallets">
/// Wallets that were merged into this one: records that still name one of them are records of this one.
/// </param>
/// <param name="Language">In which displays speak to its holder; null: in their own.</param>
public sealed record CardEntry(
    CardToken Card,
    WalletId Wallet,
    CardState State,
    CardClass Class,
    ValueList<AssetAmount> Balances,
    bool EverUsed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ValidThroughMilliseconds = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] AgeClass Age = AgeClass.Unknown,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    ValueList<Entitlement> Entitlements = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    ValueList<AllowanceUse> AllowancesUsed = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Counter = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    ValueList<WalletId> FormerWallets = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LanguageTag? Language = null);
