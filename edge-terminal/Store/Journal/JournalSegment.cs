using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>One file of a journal.</summary>
/// <param name="Name">Of the file.</param>
/// <param name="First">Its first record; where lines of it have rotted, the first behind them.</param>
public sealed record JournalSegment(string Name, RecordPosition First)
{
    /// <summary>Bytes before that record: lines that cannot be read, and those before them.</summary>
    internal long Begin { get; init; }

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
