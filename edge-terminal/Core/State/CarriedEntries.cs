using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>How much of its tickets a card had used when records were retired.</summary>
/// <param name="Position">The record that says so.</param>
/// <param name="Through">All entries up to this record are in it.</param>
/// <param name="Rows">By admission and day.</param>
public sealed record CarriedEntries(RecordPosition Position, RecordPosition Through, ValueList<TicketEntries> Rows);
