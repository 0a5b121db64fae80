using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>Finds the oldest segments that may go, and deletes them. The open segment always stays.</summary>
internal sealed class Retention(IStorage storage)
{
    /// <summary>So many segments at a time: the loop has guests to serve.</summary>
    private const int MostAtOnce = 8;

    private readonly Dictionary<string, SegmentBeginning> beginnings = [];

    /// <summary>
    /// What a list had that was in use before this moment: the ledger has had it since, in every backup that is
    /// younger. The age of a record alone says nothing of that: the terminal may have been alone for weeks.
    /// </summary>
    /// <param name="extent">What is there.</param>
    /// <param name="beforeMilliseconds">Only trusted times are compared with it.</param>
    public EpochMarks ListedBefore(JournalExtent extent, long beforeMilliseconds)
    {
        for (var index = extent.Segments.Length - 1; index > 0; index--)
            if (BeginningOf(extent.Segments[index]) is { BringsForward: true, TrustedMilliseconds: { } at } beginning &&
                at <= beforeMilliseconds)
                return beginning.Listed;
        return EpochMarks.None;
    }

    /// <summary>The last record that may go; null when none may.</summary>
    /// <param name="extent">What is there.</param>
    /// <param name="settled">Acknowledged, and in the balances of the list, up to here.</param>
    /// <param name="beforeMilliseconds">Old is what came before this trusted wall time.</param>
    public RecordPosition? Outlived(JournalExtent extent, EpochMarks settled, long beforeMilliseconds)
    {
        RecordPosition? settledThrough = null, last = null;
        for (var index = 1; index < extent.Segments.Length && (last is null || index <= MostAtOnce); index++)
        {
            var next = extent.Segments[index];
            if (!settled.Covers(next.First.Before()) || !IsSettled(extent, next.First.Epoch, settled))
                break;
            if (next.Begin > 0)
                continue;
            var (bringsForward, _, trusted) = BeginningOf(next);
            if (trusted > beforeMilliseconds)
                break;
            if (bringsForward)
                settledThrough = next.First.Before();
            // A record is older than any that follows it: the first trusted time behind it says enough.
            if (trusted is not null)
                last = settledThrough;
        }
        return last;
    }

    /// <summary>
    /// Deletes the oldest first, each durably: whatever a power cut leaves is the end of a whole journal.
    /// </summary>
    /// <exception cref="IOException">The disk refuses; what is left is deleted another time.</exception>
    public void Delete(RecordPosition through)
    {
        var segments = JournalSegment.In(storage);
        for (var index = 0; index + 1 < segments.Count && segments[index + 1].First <= through.Next(); index++)
        {
            beginnings.Remove(segments[index].Name);
            storage.Delete(segments[index].Name);
        }
    }

    /// <summary>All of the epochs before this one?</summary>
    private static bool IsSettled(JournalExtent extent, long epoch, EpochMarks settled)
    {
        foreach (var end in extent.EarlierEnds)
            if (end.Epoch < epoch && !settled.Covers(end))
                return false;
        return true;
    }

    private SegmentBeginning BeginningOf(JournalSegment segment)
    {
        if (!beginnings.TryGetValue(segment.Name, out var known))
            beginnings[segment.Name] = known = SegmentBeginning.Of(storage, segment);
        return known;
    }
}
