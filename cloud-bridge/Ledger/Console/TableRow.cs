namespace CloudBridge.Ledger;

/// <summary>A row of a table.</summary>
/// <param name="Name">Its first cell, which names it.</param>
/// <param name="Cells">The others, under the heads behind the first.</param>
internal sealed record TableRow(Html Name, IReadOnlyList<Html> Cells);
