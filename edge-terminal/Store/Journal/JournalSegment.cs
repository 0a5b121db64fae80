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

    /// <summary>What the first line of a file says of itself; nothing is verified.</summary>
    /// <returns>Null when it is not a line of a journal.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RecordHead? FirstHead(IStorage storage, string name) =>
        FirstLine(storage, name) is { } bytes &&
        Jws.OpenUnverified(JwsType.Record, bytes).Succeeded(out var line, out _) &&
        RecordLine.ReadHead(line, site: null).Succeeded(out var head, out _)
            ? head
            : null;

    /// <summary>The first line of a file, without its newline; null when it has none that is not too long.</summary>
    internal static ReadOnlyMemory<byte>? FirstLine(IStorage storage, string name)
    {
        ReadOnlyMemory<byte> bytes = storage.Read(name, 0, JwsType.Record.LongestBytes + 1);
        var end = bytes.Span.IndexOf((byte)'\n');
        return end >= 0 ? bytes[..end] : null;
    }
}
