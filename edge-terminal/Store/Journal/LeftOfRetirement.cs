using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>
/// A power cut may leave some of the segments that were being deleted. Those that no journal can begin with are passed
/// over; they go when the deletion is done again.
/// </summary>
internal static class LeftOfRetirement
{
    /// <summary>The segments from the first that a journal can begin with; all when there is none.</summary>
    public static IReadOnlyList<JournalSegment> Skip(IStorage storage, IReadOnlyList<JournalSegment> segments)
    {
        for (var index = 0; index < segments.Count; index++)
            if (segments[index].First.Sequence == 1 || SegmentBeginning.Of(storage, segments[index]).BringsForward)
                return [.. segments.Skip(index)];
        return segments;
    }
}
