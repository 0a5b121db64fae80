using System.Collections.Immutable;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Storage;
using Tests.Support;

namespace Tests.BenchPage;

/// <summary>Which records the ledger has: read on in its own file, as it grows.</summary>
public sealed class LedgerView(RunningSite site)
{
    private readonly Lock gate = new();
    private readonly ILedgerLog log = LedgerLog.ToRead(new FolderStorage(site.In(site.LedgerState)));
    private readonly HashSet<(TerminalId Terminal, RecordPosition Position)> booked = [];
    private readonly Dictionary<TerminalId, Journal> journals = [];

    /// <summary>How many lines of a journal it does not have.</summary>
    /// <param name="terminal">Whose.</param>
    /// <param name="lines">All of them, those of the last call first.</param>
    public int Missing(string terminal, ImmutableList<JournalLine> lines)
    {
        var name = TerminalId.Parse(terminal);
        lock (gate)
        {
            foreach (var entry in log.ReadNew().OfType<LedgerEntry.RecordBooked>())
                booked.Add((entry.Terminal, new RecordPosition(entry.Epoch, entry.Sequence)));
            if (!journals.TryGetValue(name, out var journal))
                journals.Add(name, journal = new Journal());
            for (; journal.Seen < lines.Count; journal.Seen++)
                journal.Missing.Add(lines[journal.Seen].Position);
            journal.Missing.RemoveWhere(position => booked.Remove((name, position)));
            return journal.Missing.Count;
        }
    }

    private sealed class Journal
    {
        public int Seen { get; set; }

        public HashSet<RecordPosition> Missing { get; } = [];
    }
}
