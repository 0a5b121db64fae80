using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>One file of a journal.</summary>
/// <param name="Name">Of the file.</param>
/// <param name="First">Its first record.</param>
public sealed record JournalSegment(string Name, RecordPosition First)
{
    /// <summary>All segments in a folder, in order.</summary>
    public static IReadOnlyList<JournalSegment> In(IStorage storage)
    {
        var segments = new List<JournalSegment>();
        foreach (var name in storage.List())
            if (SegmentName.TryParse(name, out var first))
                segments.Add(new JournalSegment(name, first));
        return segments;
    }
}
