using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>Where a journal that has been read goes on.</summary>
/// <param name="Extent">What is there.</param>
/// <param name="PreviousForNext">What the next record names: the last one's hash, or zero when there is none.</param>
/// <param name="Torn">What was cut off, for the next record to say.</param>
/// <param name="LastKey">The key that has signed the last record; null when there is none.</param>
internal sealed record JournalStart(JournalExtent Extent, Digest PreviousForNext, TornTail? Torn, KeyId? LastKey);
