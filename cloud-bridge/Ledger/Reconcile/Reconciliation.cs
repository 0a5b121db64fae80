using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>All that somebody must look at or has looked at. Folded from the log, so numbers never change.</summary>
internal sealed class Reconciliation
{
    private readonly List<ReconciliationRow> rows = [];
    private readonly Dictionary<RowKind, int> open = [];

    /// <summary>All, in order.</summary>
    public IReadOnlyList<ReconciliationRow> Rows => rows;

    /// <summary>How many somebody must look at, by their kind.</summary>
    public IEnumerable<KeyValuePair<RowKind, int>> Open => open.Where(row => row.Value > 0);

    public void Add(
        RowKind kind, TerminalId terminal, RecordPosition position, string what, RowClosing? closed = null)
    {
        rows.Add(new ReconciliationRow(rows.Count + 1, kind, terminal, position, what, closed));
        if (closed is null)
            open[kind] = open.GetValueOrDefault(kind) + 1;
    }

    /// <summary>A row by its number; null when there is none.</summary>
    public ReconciliationRow? Find(long number) => number >= 1 && number <= rows.Count ? rows[(int)number - 1] : null;

    public void Close(long number, RowClosing closing)
    {
        var row = rows[(int)number - 1];
        rows[(int)number - 1] = row with { Closed = closing };
        if (row.Closed is null)
            open[row.Kind]--;
    }
}
