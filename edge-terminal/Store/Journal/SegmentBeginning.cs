using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>What a segment's first record says of the records before it.</summary>
/// <param name="BringsForward">A journal may begin here.</param>
/// <param name="TrustedMilliseconds">When it was written; null when the time was not trusted.</param>
internal readonly record struct SegmentBeginning(bool BringsForward, long? TrustedMilliseconds)
{
    private static readonly string ForwardKind = FactKinds.Of<Fact.BroughtForward>();

    /// <summary>Reads the first line, which was verified before.</summary>
    public static SegmentBeginning Of(IStorage storage, JournalSegment segment) =>
        JournalSegment.FirstHead(storage, segment.Name) is { } head
            ? new SegmentBeginning(head.Kind == ForwardKind, head.Stamp.Trusted ? head.Stamp.WallMilliseconds : null)
            : default;
}
