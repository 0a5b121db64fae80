using CloudBridge.Contract;
using CloudBridge.Relay;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>
/// Finds lines by their place. Going on from where the last reading ended costs nothing, going back costs a scan.
/// </summary>
internal sealed class JournalLines(IStorage storage)
{
    private const int LongestLine = 16 * 1024 + 1;
    private const int ScanBytes = 256 * 1024;

    private RecordPosition cursorBefore;
    private string? cursorSegment;
    private long cursorOffset;

    /// <summary>Lines after a record, of one epoch.</summary>
    public OutboxBatch Read(JournalExtent extent, RecordPosition after, int mostBytes)
    {
        var none = new OutboxBatch(default, after);
        if (Find(extent, after) is not { } next)
            return none;
        try
        {
            var (segment, durable) = next.Segment;
            if (!Seek(segment, next.First))
                return none;
            var most = (int)Math.Min(Math.Max(mostBytes, LongestLine), durable - cursorOffset);
            var bytes = storage.Read(segment.Name, cursorOffset, most);
            var end = extent.EpochEnds.First(last => last.Epoch == next.First.Epoch);
            var (length, last) = WholeLines(bytes, cursorBefore, end, mostBytes);
            (cursorBefore, cursorOffset) = (last, cursorOffset + length);
            return length == 0 ? none : new OutboxBatch(bytes.AsMemory(0, length), last);
        }
        catch (FileNotFoundException)
        {
            // Retired meanwhile: the ledger has it.
            cursorSegment = null;
            return none;
        }
    }

    /// <summary>The segment that has the first record after this one, and how much of it is durable.</summary>
    private static (RecordPosition First, (JournalSegment Segment, long Durable) Segment)? Find(
        JournalExtent extent, RecordPosition after)
    {
        if (extent.Tail is not { } tail || after >= tail)
            return null;
        var first = after.Next();
        // Of what follows the end of its epoch, or of an epoch that is not here, the next epoch comes first.
        if (extent.EpochEnds.All(end => end.Epoch != after.Epoch || end <= after))
            first = new RecordPosition(extent.EpochEnds.First(end => end.Epoch > after.Epoch).Epoch, 1);
        var index = extent.Segments.Length - 1;
        while (index > 0 && extent.Segments[index].First > first)
            index--;
        var segment = extent.Segments[index];
        if (segment.First > first)
            first = segment.First; // What came before was acknowledged and is gone.
        var isLast = index == extent.Segments.Length - 1;
        return (first, (segment, isLast ? extent.LastSegmentBytes : long.MaxValue));
    }

    /// <summary>Goes on from the cursor when it can, from the segment's beginning when it must.</summary>
    /// <returns>False when the record is not there: its line has rotted.</returns>
    private bool Seek(JournalSegment segment, RecordPosition first)
    {
        if (cursorSegment != segment.Name || cursorBefore >= first)
            (cursorSegment, cursorOffset, cursorBefore) = (segment.Name, segment.Begin, segment.First.Before());
        while (cursorBefore.Next() < first)
        {
            var bytes = storage.Read(segment.Name, cursorOffset, ScanBytes).AsSpan();
            var read = 0;
            while (cursorBefore.Next() < first && bytes[read..].IndexOf((byte)'\n') is >= 0 and var end)
                (read, cursorBefore) = (read + end + 1, cursorBefore.Next());
            if (read == 0)
                return false;
            cursorOffset += read;
        }
        return true;
    }

    private static (int Length, RecordPosition Last) WholeLines(
        ReadOnlySpan<byte> bytes, RecordPosition before, RecordPosition through, int mostBytes)
    {
        var (length, last) = (0, before);
        while (last < through && bytes[length..].IndexOf((byte)'\n') is >= 0 and var end)
        {
            if (length > 0 && length + end + 1 > mostBytes)
                break;
            length += end + 1;
            last = last.Next();
        }
        return (length, last);
    }
}
