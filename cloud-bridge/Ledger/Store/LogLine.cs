using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>One line of the ledger's log: <c>{"number":1,"kind":"cardsAdded","entry":{…}}</c>.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Kind">Which kind of entry.</param>
/// <param name="Entry">Its members.</param>
internal sealed record LogLine(long Number, string Kind, JsonElement Entry)
{
    public static byte[] Write(long number, LedgerEntry entry)
    {
        var (kind, json) = entry switch
        {
            LedgerEntry.CardsAdded added => ("cardsAdded", Element(added, LedgerJson.Default.CardsAdded)),
            LedgerEntry.TerminalEnrolled enrolled =>
                ("terminalEnrolled", Element(enrolled, LedgerJson.Default.TerminalEnrolled)),
            LedgerEntry.RecordBooked booked => ("recordBooked", Element(booked, LedgerJson.Default.RecordBooked)),
            LedgerEntry.RecordForked forked => ("recordForked", Element(forked, LedgerJson.Default.RecordForked)),
            LedgerEntry.ListMade made => ("listMade", Element(made, LedgerJson.Default.ListMade)),
            LedgerEntry.CounterSet set => ("counterSet", Element(set, LedgerJson.Default.CounterSet)),
            LedgerEntry.WalletsMerged merged => ("walletsMerged", Element(merged, LedgerJson.Default.WalletsMerged)),
            LedgerEntry.CardReissued reissued => ("cardReissued", Element(reissued, LedgerJson.Default.CardReissued)),
            LedgerEntry.HoldOverdue overdue => ("holdOverdue", Element(overdue, LedgerJson.Default.HoldOverdue)),
            LedgerEntry.EraRaised raised => ("eraRaised", Element(raised, LedgerJson.Default.EraRaised)),
            _ => throw new InvalidOperationException($"An entry of an unknown kind: {entry.GetType().Name}."),
        };
        return
        [
            .. JsonSerializer.SerializeToUtf8Bytes(new LogLine(number, kind, json), LedgerJson.Default.LogLine),
            (byte)'\n',
        ];
    }

    public static Reading<LedgerEntry> Read(ReadOnlySpan<byte> bytes, long number)
    {
        if (!StrictJson.Read(bytes, LedgerJson.Default.LogLine).Succeeded(out var line, out var error))
            return error;
        if (line.Number != number)
            return Bad($"number {line.Number}; expected {number}");
        return line.Kind switch
        {
            "cardsAdded" => As(line, LedgerJson.Default.CardsAdded),
            "terminalEnrolled" => As(line, LedgerJson.Default.TerminalEnrolled),
            "recordBooked" => As(line, LedgerJson.Default.RecordBooked),
            "recordForked" => As(line, LedgerJson.Default.RecordForked),
            "listMade" => As(line, LedgerJson.Default.ListMade),
            "counterSet" => As(line, LedgerJson.Default.CounterSet),
            "walletsMerged" => As(line, LedgerJson.Default.WalletsMerged),
            "cardReissued" => As(line, LedgerJson.Default.CardReissued),
            "holdOverdue" => As(line, LedgerJson.Default.HoldOverdue),
            "eraRaised" => As(line, LedgerJson.Default.EraRaised),
            _ => Bad($"kind \"{line.Kind}\" is not known to this build"),
        };
    }

    private static JsonElement Element<T>(T entry, JsonTypeInfo<T> json) =>
        JsonSerializer.SerializeToElement(entry, json);

    private static Reading<LedgerEntry> As<T>(LogLine line, JsonTypeInfo<T> json) where T : LedgerEntry =>
        StrictJson.Read(line.Entry, json).Succeeded(out var entry, out var error) ? entry : error;

    private static FormatError Bad(string detail) => new(FormatErrorKind.BadContent, detail);
}
