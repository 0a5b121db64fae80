using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.PowerCuts;

/// <summary>
/// A terminal and its ledger over three months, on real files: sales and refusals, acks and their receipts, lists, new
/// segments, records that are retired, starts and ends good and bad. The journal, the list store, the ledger's store
/// and what drives them are the product's own; only the wire between the two is a method call.
/// </summary>
internal sealed class SiteScript : IDisposable
{
    private const int Days = 8;
    private const int SalesADay = 4;

    /// <summary>What a journal is opened with, so small that a day of it needs a new segment.</summary>
    public static readonly JournalOptions Options = new() { SegmentBytes = 7_000, ReceiptEvery = 4 };

    private static readonly string[] Guests =
        [.. Enumerable.Range(0, 4).Select(guest => $"04E1411200{guest:X2}80")];

    private readonly Site site;
    private readonly ManualTime time = new();
    private readonly Marks marks;
    private readonly string folder;
    private readonly ScriptedLedger ledger;
    private int sales;

    /// <param name="folder">Where everything goes.</param>
    /// <param name="keys">A folder with the keys of terminal and ledger.</param>
    public SiteScript(string folder, string keys)
    {
        this.folder = folder;
        site = SiteKeys.Read(keys);
        marks = new Marks(folder);
        ledger = new ScriptedLedger(site, Path.Combine(folder, "ledger"), marks);
    }

    public void Run()
    {
        ledger.Open();
        ledger.Found(Guests);
        for (var day = 0; day < Days; day++)
        {
            if (day % 4 == 3)
                ledger.Open();
            if (day % 3 == 2)
                TearALine(day);
            var till = new ScriptedTill(site, folder, ledger, marks, time);
            till.Start();
            for (var sale = 0; sale < SalesADay; sale++)
                Sell(till);
            till.Talk();
            // Every third day somebody pulls the plug at closing time.
            if (day % 3 == 0)
                till.Abandon();
            else
                till.Dispose();
            time.Advance(TimeSpan.FromDays(12));
        }
    }

    public void Dispose()
    {
        ledger.Dispose();
        site.Dispose();
    }

    private void Sell(ScriptedTill till)
    {
        till.Sell(Guests[sales % Guests.Length], isKnown: sales % 9 != 8);
        time.Advance(TimeSpan.FromMinutes(3));
        if (++sales % 2 == 0)
            till.Talk();
    }

    /// <summary>The power went yesterday while a line was being written.</summary>
    private void TearALine(int day)
    {
        var journal = new FolderStorage(Path.Combine(folder, "journal"));
        var line = RecordLine.Write(Records.At(1, Records.Beer), site.Terminal).Compact;
        using var file = journal.Append(JournalSegment.In(journal)[^1].Name);
        file.Write(line.Span[..(day * 7 % line.Length + 1)]);
    }
}
