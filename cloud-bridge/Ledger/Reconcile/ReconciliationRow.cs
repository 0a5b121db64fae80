using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Something that somebody must look at. It stays for ever; a treasurer closes it with a note.</summary>
/// <param name="Number">From 1, in the order in which they came.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Terminal">Whose.</param>
/// <param name="Position">Which record.</param>
/// <param name="What">What happened.</param>
/// <param name="Closed">How it was settled; null: it is open.</param>
public sealed record ReconciliationRow(
    long Number, RowKind Kind, TerminalId Terminal, RecordPosition Position, string What, RowClosing? Closed = null);

/// <summary>How a row was settled.</summary>
/// <param name="AtMilliseconds">Since 1970-01-01T00:00:00Z.</param>
/// <param name="Note">The treasurer's words.</param>
public sealed record RowClosing(long AtMilliseconds, string Note);
