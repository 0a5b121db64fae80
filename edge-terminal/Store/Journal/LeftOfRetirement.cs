using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>
/// A power cut may leave some of the segments that were being deleted. Those that no journal can begin with are left
/// out; they go when the deletion is done again. One whose first line has rotted says nothing of that: it is read.
/// </summary>
internal static class LeftOfRetirement
{
    /// <summary>The segments from the first that a journal can begin with; all when there is none.</summary>
    /// <param name="storage">Where they are.</param>
    /// <param name="segments">In order.</param>
    /// <param name="isSigned">Is a line whole, and signed by the terminal?</param>
    public static IReadOnlyList<JournalSegment> Skip(
        IStorage storage, IReadOnlyList<JournalSegment> segments, Func<ReadOnlyMemory<byte>, bool> isSigned)
    {
        for (var index = 0; index < segments.Count; index++)
            if (segments[index].First.Sequence == 1 ||
                SegmentBeginning.Of(storage, segments[index]).BringsForward ||
                JournalSegment.FirstLine(storage, segments[index].Name) is not { } line || !isSigned(line))
                return [.. segments.Skip(index)];
        return segments;
    }
}
