using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>
/// How the contract's types become JSON: generated, and strict in reading. A member without value is written as null,
/// not left out, except where a type says so: a reader can tell "none" from "forgotten".
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 16,
    Converters =
    [
        typeof(SafeInteger),
        typeof(ValueListConverter<AllowanceLimit>),
        typeof(ValueListConverter<AllowanceUse>),
        typeof(ValueListConverter<AssetAmount>),
        typeof(ValueListConverter<BasketLine>),
        typeof(ValueListConverter<CardEntries>),
        typeof(ValueListConverter<CardEntry>),
        typeof(ValueListConverter<CardToken>),
        typeof(ValueListConverter<ClosureTotal>),
        typeof(ValueListConverter<Digest>),
        typeof(ValueListConverter<Entitlement>),
        typeof(ValueListConverter<EntryUnderWay>),
        typeof(ValueListConverter<EpochAck>),
        typeof(ValueListConverter<FormerKey>),
        typeof(ValueListConverter<JsonWebKey>),
        typeof(ValueListConverter<MeasuredGlass>),
        typeof(ValueListConverter<OpenHold>),
        typeof(ValueListConverter<Payment>),
        typeof(ValueListConverter<PricedArticle>),
        typeof(ValueListConverter<RecordPosition>),
        typeof(ValueListConverter<SiteCardKey>),
        typeof(ValueListConverter<StaffCash>),
        typeof(ValueListConverter<StaffPin>),
        typeof(ValueListConverter<StaffRole>),
        typeof(ValueListConverter<string>),
        typeof(ValueListConverter<TapSums>),
        typeof(ValueListConverter<TicketEntries>),
        typeof(ValueListConverter<TimedCheck>),
        typeof(ValueListConverter<WalletId>),
        typeof(ValueListConverter<Watermark>),
        typeof(ValueListConverter<ZonePeople>),
    ])]
[JsonSerializable(typeof(AckMessage))]
[JsonSerializable(typeof(AskMessage))]
[JsonSerializable(typeof(BeatMessage))]
[JsonSerializable(typeof(CardEntry))]
[JsonSerializable(typeof(CommandMessage))]
[JsonSerializable(typeof(ConfigHead))]
[JsonSerializable(typeof(ConfigMessage))]
[JsonSerializable(typeof(Enrolment))]
[JsonSerializable(typeof(EnrolmentAnswer))]
[JsonSerializable(typeof(EnrolmentRequest))]
[JsonSerializable(typeof(FormerEnrolment))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonWebKey))]
[JsonSerializable(typeof(JweHeader))]
[JsonSerializable(typeof(JwsHeader))]
[JsonSerializable(typeof(KeysMessage))]
[JsonSerializable(typeof(ValueList<PricedArticle>))]
[JsonSerializable(typeof(LedgerKeyStatement))]
[JsonSerializable(typeof(ListDelta))]
[JsonSerializable(typeof(ListManifest))]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(RecordEnvelope))]
[JsonSerializable(typeof(RecordName))]
[JsonSerializable(typeof(RenewalMessage))]
[JsonSerializable(typeof(RenewalRequest))]
[JsonSerializable(typeof(ResendMessage))]
[JsonSerializable(typeof(SiteIntroduction))]
[JsonSerializable(typeof(StaffPin))]
[JsonSerializable(typeof(StaffRules))]
[JsonSerializable(typeof(SinceMessage))]
[JsonSerializable(typeof(StandingMessage))]
[JsonSerializable(typeof(StandingRequest))]
[JsonSerializable(typeof(StatusMessage))]
[JsonSerializable(typeof(TerminalConfig))]
[JsonSerializable(typeof(TerminalLimits))]
[JsonSerializable(typeof(TornTail))]
[JsonSerializable(typeof(Fact.BeatHeard))]
[JsonSerializable(typeof(Fact.BootStarted))]
[JsonSerializable(typeof(Fact.BroughtForward))]
[JsonSerializable(typeof(Fact.Calibrated))]
[JsonSerializable(typeof(Fact.Capture))]
[JsonSerializable(typeof(Fact.CardBlocked))]
[JsonSerializable(typeof(Fact.Closure))]
[JsonSerializable(typeof(Fact.CommandDone))]
[JsonSerializable(typeof(Fact.ConfigApplied))]
[JsonSerializable(typeof(Fact.CounterUsed))]
[JsonSerializable(typeof(Fact.DepositReturn))]
[JsonSerializable(typeof(Fact.Draw))]
[JsonSerializable(typeof(Fact.Drawn))]
[JsonSerializable(typeof(Fact.EntriesCarried))]
[JsonSerializable(typeof(Fact.Entry))]
[JsonSerializable(typeof(Fact.EntryAbandoned))]
[JsonSerializable(typeof(Fact.EntryPassed))]
[JsonSerializable(typeof(Fact.EpochClosed))]
[JsonSerializable(typeof(Fact.EpochOpened))]
[JsonSerializable(typeof(Fact.Exit))]
[JsonSerializable(typeof(Fact.FaultCleared))]
[JsonSerializable(typeof(Fact.FaultRaised))]
[JsonSerializable(typeof(Fact.FireOpened))]
[JsonSerializable(typeof(Fact.Hold))]
[JsonSerializable(typeof(Fact.KegChanged))]
[JsonSerializable(typeof(Fact.ListApplied))]
[JsonSerializable(typeof(Fact.Mark))]
[JsonSerializable(typeof(Fact.RecordsRetired))]
[JsonSerializable(typeof(Fact.Refill))]
[JsonSerializable(typeof(Fact.Refund))]
[JsonSerializable(typeof(Fact.Refusal))]
[JsonSerializable(typeof(Fact.Release))]
[JsonSerializable(typeof(Fact.Sale))]
[JsonSerializable(typeof(Fact.SaleShown))]
[JsonSerializable(typeof(Fact.Void))]
internal sealed partial class ContractJson : JsonSerializerContext
{
    /// <summary>The same, on many lines: for files that people open.</summary>
    public static JsonTypeInfo<T> Indented<T>() => (JsonTypeInfo<T>)OnManyLines.Options.GetTypeInfo(typeof(T));

    /// <summary>The same, but members that we do not know are skipped: for formats that others may extend.</summary>
    public static JsonTypeInfo<T> Lenient<T>() => (JsonTypeInfo<T>)Extensible.Options.GetTypeInfo(typeof(T));

    private static class OnManyLines
    {
        public static readonly JsonSerializerOptions Options = new(Default.Options) { WriteIndented = true };
    }

    private static class Extensible
    {
        public static readonly JsonSerializerOptions Options = new(Default.Options)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        };
    }
}
