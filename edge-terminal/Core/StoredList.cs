using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>A card list that is durable on this terminal's disk.</summary>
/// <param name="Version">Which.</param>
/// <param name="Watermark">This terminal's records up to here are in its balances; null: none.</param>
/// <param name="Cards">How many it has.</param>
public sealed record StoredList(ListVersion Version, RecordPosition? Watermark, long Cards);
