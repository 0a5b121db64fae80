using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>A list that the ledger had made when it answered.</summary>
/// <param name="List">Which.</param>
/// <param name="AskedMilliseconds">When it was asked, by the monotonic clock.</param>
public sealed record AnsweredList(ListVersion List, long AskedMilliseconds);
