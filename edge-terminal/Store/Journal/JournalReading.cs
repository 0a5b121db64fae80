using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>Reads a journal from its first segment to its last, line by line, through a chain.</summary>
public static class JournalReading
{
    /// <summary>Reads all lines.</summary>
    /// <param name="storage">Where its files are.</param>
    /// <param name="segments">In order.</param>
    /// <param name="chain">Checks each line.</param>
    /// <param name="signaturesAfter">Signatures are checked behind this record only; null: all are.</param>
    /// <param name="read">Called with each good record and its line, in order.</param>
    /// <returns>The bytes after the last newline, which a power cut may leave; or the first problem.</returns>
    public static JournalEnd Read(
        IStorage storage,
        IReadOnlyList<JournalSegment> segments,
        JournalChain chain,
        RecordPosition? signaturesAfter,
        Action<JournalRecord, ReadOnlyMemory<byte>> read)
    {
        for (var index = 0; index < segments.Count; index++)
        {
            var segment = segments[index];
            ReadOnlyMemory<byte> content = storage.Read(segment.Name);
            var bytes = content;
            var problem = ReadLines(segment, ref bytes, chain, signaturesAfter, read);
            if (problem is not null)
                return new JournalEnd.Broken(problem);
            if (index == segments.Count - 1)
                return new JournalEnd.Whole(segment, content.Length - bytes.Length, bytes);
            if (!bytes.IsEmpty)
                return new JournalEnd.Broken(new JournalProblem(
                    segment.Name, 0, $"{bytes.Length} bytes after its last newline, and another segment follows"));
        }
        return new JournalEnd.Whole(null, 0, default);
    }

    private static JournalProblem? ReadLines(
        JournalSegment segment,
        ref ReadOnlyMemory<byte> bytes,
        JournalChain chain,
        RecordPosition? signaturesAfter,
        Action<JournalRecord, ReadOnlyMemory<byte>> read)
    {
        for (var number = 1; bytes.Span.IndexOf((byte)'\n') is >= 0 and var end; number++)
        {
            var line = bytes[..end];
            var next = chain.Last?.Next() ?? segment.First;
            var checkSignature = signaturesAfter is null || next > signaturesAfter;
            if (!chain.Next(line, checkSignature).Succeeded(out var record, out var error))
                return new JournalProblem(segment.Name, number, error.ToString());
            if (number == 1 && record.Position != segment.First)
                return new JournalProblem(
                    segment.Name, 1, $"record {record.Position} in a file named after {segment.First}");
            read(record, line);
            bytes = bytes[(end + 1)..];
        }
        return null;
    }
}
