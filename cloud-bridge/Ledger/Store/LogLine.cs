using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// One line of the ledger's log: <c>{"number":1,"kind":"cardsAdded","entry":{…},"previous":"…"}</c>.
/// docs/formats/ledger-log.md has a row for each kind.
/// </summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Kind">Which kind of entry.</param>
/// <param name="Entry">Its members.</param>
/// <param name="Previous">SHA-256 over the line before, without its newline; zero for the first; null: an earlier build
/// wrote it.</param>
internal sealed record LogLine(
    long Number,
    string Kind,
    JsonElement Entry,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Digest? Previous = null)
{
    /// <summary>A record booked has some 2,000; the writer wants room for a few hundred at a time.</summary>
    private const int UsualBytes = 3_072;

    private static readonly EntryKind[] Kinds =
    [
        new EntryKind<LedgerEntry.CardsAdded>("cardsAdded", LedgerJson.Default.CardsAdded),
        new EntryKind<LedgerEntry.CounterSet>("counterSet", LedgerJson.Default.CounterSet),
        new EntryKind<LedgerEntry.WalletsMerged>("walletsMerged", LedgerJson.Default.WalletsMerged),
        new EntryKind<LedgerEntry.CardReissued>("cardReissued", LedgerJson.Default.CardReissued),
        new EntryKind<LedgerEntry.CardChanged>("cardChanged", LedgerJson.Default.CardChanged),
        new EntryKind<LedgerEntry.HoldOverdue>("holdOverdue", LedgerJson.Default.HoldOverdue),
        new EntryKind<LedgerEntry.TerminalEnrolled>("terminalEnrolled", LedgerJson.Default.TerminalEnrolled),
        new EntryKind<LedgerEntry.TerminalKeyGranted>("terminalKeyGranted", LedgerJson.Default.TerminalKeyGranted),
        new EntryKind<LedgerEntry.KeyAwaited>("keyAwaited", LedgerJson.Default.KeyAwaited),
        new EntryKind<LedgerEntry.TerminalCreated>("terminalCreated", LedgerJson.Default.TerminalCreated),
        new EntryKind<LedgerEntry.TerminalRefused>("terminalRefused", LedgerJson.Default.TerminalRefused),
        new EntryKind<LedgerEntry.TerminalRevoked>("terminalRevoked", LedgerJson.Default.TerminalRevoked),
        new EntryKind<LedgerEntry.QueueEndHeard>("queueEndHeard", LedgerJson.Default.QueueEndHeard),
        new EntryKind<LedgerEntry.RecordHeld>("recordHeld", LedgerJson.Default.RecordHeld),
        new EntryKind<LedgerEntry.HeldDecided>("heldDecided", LedgerJson.Default.HeldDecided),
        new EntryKind<LedgerEntry.EpochGranted>("epochGranted", LedgerJson.Default.EpochGranted),
        new EntryKind<LedgerEntry.RecordBooked>("recordBooked", LedgerJson.Default.RecordBooked),
        new EntryKind<LedgerEntry.ForkBooked>("forkBooked", LedgerJson.Default.ForkBooked),
        new EntryKind<LedgerEntry.RecordForked>("recordForked", LedgerJson.Default.RecordForked),
        new EntryKind<LedgerEntry.RecordParked>("recordParked", LedgerJson.Default.RecordParked),
        new EntryKind<LedgerEntry.GapClosed>("gapClosed", LedgerJson.Default.GapClosed),
        new EntryKind<LedgerEntry.WaitingEnded>("waitingEnded", LedgerJson.Default.WaitingEnded),
        new EntryKind<LedgerEntry.PeriodClosed>("periodClosed", LedgerJson.Default.PeriodClosed),
        new EntryKind<LedgerEntry.SuspenseSettled>("suspenseSettled", LedgerJson.Default.SuspenseSettled),
        new EntryKind<LedgerEntry.RowClosed>("rowClosed", LedgerJson.Default.RowClosed),
        new EntryKind<LedgerEntry.CommandGiven>("commandGiven", LedgerJson.Default.CommandGiven),
        new EntryKind<LedgerEntry.ConfigSaid>("configSaid", LedgerJson.Default.ConfigSaid),
        new EntryKind<LedgerEntry.WalletRefilled>("walletRefilled", LedgerJson.Default.WalletRefilled),
        new EntryKind<LedgerEntry.WalletRefunded>("walletRefunded", LedgerJson.Default.WalletRefunded),
        new EntryKind<LedgerEntry.TokenCreated>("tokenCreated", LedgerJson.Default.TokenCreated),
        new EntryKind<LedgerEntry.TokenRevoked>("tokenRevoked", LedgerJson.Default.TokenRevoked),
        new EntryKind<LedgerEntry.AccountCreated>("accountCreated", LedgerJson.Default.AccountCreated),
        new EntryKind<LedgerEntry.AccountChanged>("accountChanged", LedgerJson.Default.AccountChanged),
        new EntryKind<LedgerEntry.AccountRemoved>("accountRemoved", LedgerJson.Default.AccountRemoved),
        new EntryKind<LedgerEntry.LoginFailed>("loginFailed", LedgerJson.Default.LoginFailed),
        new EntryKind<LedgerEntry.SessionOpened>("sessionOpened", LedgerJson.Default.SessionOpened),
        new EntryKind<LedgerEntry.SessionUsed>("sessionUsed", LedgerJson.Default.SessionUsed),
        new EntryKind<LedgerEntry.SessionEnded>("sessionEnded", LedgerJson.Default.SessionEnded),
        new EntryKind<LedgerEntry.ListMade>("listMade", LedgerJson.Default.ListMade),
        new EntryKind<LedgerEntry.LedgerKeyChanged>("ledgerKeyChanged", LedgerJson.Default.LedgerKeyChanged),
        new EntryKind<LedgerEntry.EraRaised>("eraRaised", LedgerJson.Default.EraRaised),
    ];

    /// <summary>All kinds' names.</summary>
    public static IEnumerable<string> Names => Kinds.Select(kind => kind.Name);

    /// <summary>The name of an entry's kind.</summary>
    public static string KindOf(LedgerEntry entry) => Kinds.First(kind => kind.Type == entry.GetType()).Name;

    /// <summary>A line, with its newline.</summary>
    public static ReadOnlyMemory<byte> Write(long number, Digest previous, LedgerEntry entry)
    {
        var kind = Kinds.First(kind => kind.Type == entry.GetType());
        var line = new ArrayBufferWriter<byte>(UsualBytes);
        using (var json = new Utf8JsonWriter(line))
        {
            // As a LogLine would be written, without reading its entry again to write it.
            json.WriteStartObject();
            json.WriteNumber("number", number);
            json.WriteString("kind", kind.Name);
            json.WritePropertyName("entry");
            kind.Write(json, entry);
            json.WriteString("previous", previous.ToString());
            json.WriteEndObject();
        }
        line.Write("\n"u8);
        return line.WrittenMemory;
    }

    /// <summary>Reads a line; what it follows is for the caller to check.</summary>
    public static Reading<LogLine> Read(ReadOnlySpan<byte> bytes, long number) =>
        !StrictJson.Read(bytes, LedgerJson.Default.LogLine).Succeeded(out var line, out var error) ? error
        : line.Number != number ? Bad($"number {line.Number}; expected {number}")
        : line;

    /// <summary>Reads its entry.</summary>
    public Reading<LedgerEntry> ReadEntry() =>
        Kinds.FirstOrDefault(kind => kind.Name == Kind) is { } known
            ? known.Read(Entry)
            : Bad($"kind \"{Kind}\" is not known to this build");

    private static FormatError Bad(string detail) => new(FormatErrorKind.BadContent, detail);

    private abstract class EntryKind(string name, Type type)
    {
        public string Name => name;

        public Type Type => type;

        public abstract void Write(Utf8JsonWriter writer, LedgerEntry entry);

        public abstract Reading<LedgerEntry> Read(JsonElement json);
    }

    private sealed class EntryKind<T>(string name, JsonTypeInfo<T> json) : EntryKind(name, typeof(T))
        where T : LedgerEntry
    {
        public override void Write(Utf8JsonWriter writer, LedgerEntry entry) =>
            JsonSerializer.Serialize(writer, (T)entry, json);

        public override Reading<LedgerEntry> Read(JsonElement element) =>
            StrictJson.Read(element, json).Succeeded(out var entry, out var error) ? entry : error;
    }
}
