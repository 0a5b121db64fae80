using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>What a segment's first record says of the records before it.</summary>
/// <param name="BringsForward">A journal may begin here.</param>
/// <param name="Listed">What the list in use then had of them.</param>
/// <param name="TrustedMilliseconds">When it was written; null when the time was not trusted.</param>
internal readonly record struct SegmentBeginning(bool BringsForward, EpochMarks Listed, long? TrustedMilliseconds)
{
    /// <summary>Reads the first line, which was verified before.</summary>
    public static SegmentBeginning Of(IStorage storage, JournalSegment segment)
    {
        if (JournalSegment.FirstHead(storage, segment.Name) is not { } head)
            return default;
        var brought = head.FactOrNull() as Fact.BroughtForward;
        return new SegmentBeginning(
            brought is not null,
            brought?.Watermarks() ?? EpochMarks.None,
            head.Stamp.Trusted ? head.Stamp.WallMilliseconds : null);
    }
}
