using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A row as <c>ledger reconcile</c> prints it.</summary>
/// <param name="Row">Its number; null: it goes away by itself when it is over.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Terminal">Whose; null: of nobody who is enrolled.</param>
/// <param name="Record">Which record; null: none.</param>
/// <param name="What">What happened.</param>
/// <param name="ToDo">What to do about it.</param>
/// <param name="ClosedAtMilliseconds">When it was settled; null: it is open.</param>
/// <param name="Note">How it was settled; null: it is open.</param>
internal sealed record ReportRow(
    long? Row,
    string Kind,
    TerminalId? Terminal,
    string? Record,
    string What,
    string ToDo,
    long? ClosedAtMilliseconds = null,
    string? Note = null);
