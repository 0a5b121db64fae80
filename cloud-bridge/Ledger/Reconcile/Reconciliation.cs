using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>All that somebody must look at or has looked at. Folded from the log, so numbers never change.</summary>
internal sealed class Reconciliation
{
    private readonly List<ReconciliationRow> rows = [];

    /// <summary>All, in order.</summary>
    public IReadOnlyList<ReconciliationRow> Rows => rows;

    public void Add(
        RowKind kind, TerminalId terminal, RecordPosition position, string what, RowClosing? closed = null) =>
        rows.Add(new ReconciliationRow(rows.Count + 1, kind, terminal, position, what, closed));

    /// <summary>A row by its number; null when there is none.</summary>
    public ReconciliationRow? Find(long number) => number >= 1 && number <= rows.Count ? rows[(int)number - 1] : null;

    public void Close(long number, RowClosing closing) =>
        rows[(int)number - 1] = rows[(int)number - 1] with { Closed = closing };
}
