using System.Text.Json;
using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>How the log's entries become JSON.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters =
    [
        typeof(ValueListConverter<AllowanceLimit>),
        typeof(ValueListConverter<AssetAmount>),
        typeof(ValueListConverter<Entitlement>),
        typeof(ValueListConverter<Finding>),
        typeof(ValueListConverter<NewCard>),
        typeof(ValueListConverter<Posting>),
        typeof(ValueListConverter<PricedArticle>),
        typeof(ValueListConverter<RejectedCount>),
        typeof(ValueListConverter<RejectedLine>),
        typeof(ValueListConverter<Shift>),
        typeof(ValueListConverter<StaffPin>),
        typeof(ValueListConverter<StaffRole>),
        typeof(ValueListConverter<string>),
    ])]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(LedgerEntry.CardsAdded))]
[JsonSerializable(typeof(LedgerEntry.TerminalEnrolled))]
[JsonSerializable(typeof(LedgerEntry.TerminalKeyGranted))]
[JsonSerializable(typeof(LedgerEntry.KeyAwaited))]
[JsonSerializable(typeof(LedgerEntry.TerminalCreated))]
[JsonSerializable(typeof(LedgerEntry.TerminalRefused))]
[JsonSerializable(typeof(LedgerEntry.TerminalRevoked))]
[JsonSerializable(typeof(LedgerEntry.QueueEndHeard))]
[JsonSerializable(typeof(LedgerEntry.RecordHeld))]
[JsonSerializable(typeof(LedgerEntry.HeldDecided))]
[JsonSerializable(typeof(LedgerEntry.RecordBooked))]
[JsonSerializable(typeof(LedgerEntry.ForkBooked))]
[JsonSerializable(typeof(LedgerEntry.RecordForked))]
[JsonSerializable(typeof(LedgerEntry.RecordParked))]
[JsonSerializable(typeof(LedgerEntry.EpochGranted))]
[JsonSerializable(typeof(LedgerEntry.GapClosed))]
[JsonSerializable(typeof(LedgerEntry.WaitingEnded))]
[JsonSerializable(typeof(LedgerEntry.PeriodClosed))]
[JsonSerializable(typeof(LedgerEntry.RowClosed))]
[JsonSerializable(typeof(LedgerEntry.SuspenseSettled))]
[JsonSerializable(typeof(LedgerEntry.CommandGiven))]
[JsonSerializable(typeof(LedgerEntry.ConfigSaid))]
[JsonSerializable(typeof(LedgerEntry.WalletRefilled))]
[JsonSerializable(typeof(LedgerEntry.WalletRefunded))]
[JsonSerializable(typeof(LedgerEntry.TokenCreated))]
[JsonSerializable(typeof(LedgerEntry.TokenRevoked))]
[JsonSerializable(typeof(LedgerEntry.AccountCreated))]
[JsonSerializable(typeof(LedgerEntry.AccountChanged))]
[JsonSerializable(typeof(LedgerEntry.AccountRemoved))]
[JsonSerializable(typeof(LedgerEntry.LoginFailed))]
[JsonSerializable(typeof(LedgerEntry.SessionOpened))]
[JsonSerializable(typeof(LedgerEntry.SessionUsed))]
[JsonSerializable(typeof(LedgerEntry.SessionEnded))]
[JsonSerializable(typeof(LedgerEntry.ListMade))]
[JsonSerializable(typeof(LedgerEntry.CounterSet))]
[JsonSerializable(typeof(LedgerEntry.WalletsMerged))]
[JsonSerializable(typeof(LedgerEntry.CardReissued))]
[JsonSerializable(typeof(LedgerEntry.CardChanged))]
[JsonSerializable(typeof(LedgerEntry.HoldOverdue))]
[JsonSerializable(typeof(LedgerEntry.EraRaised))]
[JsonSerializable(typeof(LedgerEntry.LedgerKeyChanged))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(Reallocation))]
[JsonSerializable(typeof(RejectedFile))]
[JsonSerializable(typeof(ReportRow[]))]
[JsonSerializable(typeof(TreasurerAct))]
[JsonSerializable(typeof(VaultRow))]
[JsonSerializable(typeof(SiteFile))]
[JsonSerializable(typeof(BalanceRow[]))]
[JsonSerializable(typeof(IssuedCertificate[]))]
internal sealed partial class LedgerJson : JsonSerializerContext;

internal sealed class AccountConverter : JsonConverter<Account>
{
    public override Account Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Account.TryParse(reader.GetString() ?? "", out var account)
            ? account
            : throw new JsonException("expected the name of an account");

    public override void Write(Utf8JsonWriter writer, Account value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
