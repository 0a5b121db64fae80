using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary>
/// A journal to look at, wherever it is: a journal's folder, a state folder that has one, or a file that was exported.
/// Only read, also beside a running daemon.
/// </summary>
internal sealed class JournalSource
{
    private readonly IStorage storage;
    private readonly IReadOnlyList<JournalSegment> segments;

    private JournalSource(IStorage storage, IReadOnlyList<JournalSegment> segments) =>
        (this.storage, this.segments) = (storage, segments);

    /// <exception cref="StartException">There is no journal.</exception>
    public static JournalSource Open(string path)
    {
        if (File.Exists(path))
            return OfFile(path);
        if (!Directory.Exists(path))
            throw new StartException(
                $"'{path}' is neither a journal's folder nor an exported file.", ExitCode.BadConfiguration);
        var inside = Path.Combine(path, "journal");
        var storage = new FolderStorage(Directory.Exists(inside) ? inside : path);
        var segments = JournalSegment.In(storage);
        return segments.Count > 0
            ? new JournalSource(storage, segments)
            : throw new StartException($"There is no journal in '{path}'.", ExitCode.BadConfiguration);
    }

    /// <summary>Reads all records through a chain.</summary>
    public JournalEnd Read(JournalChain chain, Action<JournalRecord, ReadOnlyMemory<byte>> read) =>
        JournalReading.Read(storage, segments, chain, signaturesAfter: null, read);

    /// <summary>All whole lines, unread, with their newlines.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Lines()
    {
        foreach (var segment in segments)
        {
            ReadOnlyMemory<byte> bytes = storage.Read(segment.Name);
            while (bytes.Span.IndexOf((byte)'\n') is >= 0 and var end)
            {
                yield return bytes[..(end + 1)];
                bytes = bytes[(end + 1)..];
            }
        }
    }

    private static JournalSource OfFile(string path)
    {
        var full = Path.GetFullPath(path);
        var storage = new FolderStorage(Path.GetDirectoryName(full)!);
        var name = Path.GetFileName(full);
        return JournalSegment.FirstHead(storage, name) is { } head
            ? new JournalSource(storage, [new JournalSegment(name, head.Position)])
            : throw new StartException($"'{path}', line 1: not a line of a journal.", ExitCode.VerificationFailed);
    }
}
