using System.Text.Json;
using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>How what the API hears and says becomes JSON.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters =
    [
        typeof(SafeInteger),
        typeof(ValueListConverter<AllowanceLimit>),
        typeof(ValueListConverter<GivenCommand>),
        typeof(ValueListConverter<HeldRecord>),
        typeof(ValueListConverter<ReportRow>),
        typeof(ValueListConverter<StaffPin>),
        typeof(ValueListConverter<StaffRole>),
        typeof(ValueListConverter<TerminalView>),
        typeof(ValueListConverter<AllowanceUse>),
        typeof(ValueListConverter<AssetAmount>),
        typeof(ValueListConverter<CardToken>),
        typeof(ValueListConverter<CardView>),
        typeof(ValueListConverter<ConfiguredTerminal>),
        typeof(ValueListConverter<Entitlement>),
        typeof(ValueListConverter<NewCardBody>),
        typeof(ValueListConverter<PeriodBody>),
        typeof(ValueListConverter<PricedArticle>),
        typeof(ValueListConverter<RecentRecord>),
        typeof(ValueListConverter<WalletId>),
    ])]
[JsonSerializable(typeof(CardChangeBody))]
[JsonSerializable(typeof(CardPage))]
[JsonSerializable(typeof(CardRecords))]
[JsonSerializable(typeof(CommandAnswer))]
[JsonSerializable(typeof(CommandBody))]
[JsonSerializable(typeof(CommandList))]
[JsonSerializable(typeof(ConfigAnswer))]
[JsonSerializable(typeof(ConfirmBody))]
[JsonSerializable(typeof(CreatedCards))]
[JsonSerializable(typeof(EntitlementBody))]
[JsonSerializable(typeof(FoundCard))]
[JsonSerializable(typeof(HeldBody))]
[JsonSerializable(typeof(HeldList))]
[JsonSerializable(typeof(LookupBody))]
[JsonSerializable(typeof(MergeBody))]
[JsonSerializable(typeof(MergedWallets))]
[JsonSerializable(typeof(NewCardsBody))]
[JsonSerializable(typeof(NewTerminal))]
[JsonSerializable(typeof(NewTerminalBody))]
[JsonSerializable(typeof(NoteBody))]
[JsonSerializable(typeof(PaidAnswer))]
[JsonSerializable(typeof(PaymentRequest))]
[JsonSerializable(typeof(LimitsBody))]
[JsonSerializable(typeof(LimitsList))]
[JsonSerializable(typeof(PriceList))]
[JsonSerializable(typeof(PricesBody))]
[JsonSerializable(typeof(ReissueBody))]
[JsonSerializable(typeof(ReissuedCard))]
[JsonSerializable(typeof(ReportRow))]
[JsonSerializable(typeof(RowPage))]
[JsonSerializable(typeof(SignedRow))]
[JsonSerializable(typeof(StaffBody))]
[JsonSerializable(typeof(StaffList))]
[JsonSerializable(typeof(StaffRulesBody))]
[JsonSerializable(typeof(TerminalPage))]
[JsonSerializable(typeof(TerminalView))]
internal sealed partial class ApiJson : JsonSerializerContext;
