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
    /// <summary>Lines that a later epoch leaves behind: they are here, and not for the ledger.</summary>
    public ImmutableArray<LeftBehind> Left { get; init; } = [];

    /// <summary>What is owed to the ledger: all but what was left behind.</summary>
    public JournalExtent Owed => Left.IsEmpty
        ? this
        : this with { EarlierEnds = [.. EarlierEnds.Select(WithoutLeft).Where(end => end.Sequence > 0)], Left = [] };

    /// <summary>The last record of each epoch, in order.</summary>
    public IEnumerable<RecordPosition> EpochEnds => Tail is { } tail ? EarlierEnds.Append(tail) : [];

    private RecordPosition WithoutLeft(RecordPosition end)
    {
        foreach (var left in Left)
            if (left.Epoch == end.Epoch)
                return end with { Sequence = left.From - 1 };
        return end;
    }
}
