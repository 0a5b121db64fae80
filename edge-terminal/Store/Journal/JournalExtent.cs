using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>
/// How far a journal reaches, durably. Never changed, only replaced: a reader on another thread sees one whole.
/// </summary>
/// <param name="Segments">In order.</param>
/// <param name="EarlierEnds">The last record of each epoch before the last one, in order.</param>
/// <param name="Tail">The last durable record; null when there is none.</param>
/// <param name="LastSegmentBytes">Durable bytes of the last segment.</param>
internal sealed record JournalExtent(
    ImmutableArray<JournalSegment> Segments,
    ImmutableArray<RecordPosition> EarlierEnds,
    RecordPosition? Tail,
    long LastSegmentBytes)
{
    /// <summary>The last record of each epoch, in order.</summary>
    public IEnumerable<RecordPosition> EpochEnds => Tail is { } tail ? EarlierEnds.Append(tail) : [];
}
