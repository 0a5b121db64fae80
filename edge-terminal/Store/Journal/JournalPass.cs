using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>One reading of a journal, from its first line to its last.</summary>
/// <param name="chain">Checks each line.</param>
/// <param name="signaturesAfter">Signatures are checked behind this record only; null: all are.</param>
/// <param name="read">Called with each good record and its line, in order.</param>
/// <param name="acknowledged">Lines that rotted in this part are passed over; null: the first ends the reading.</param>
internal sealed class JournalPass(
    JournalChain chain,
    RecordPosition? signaturesAfter,
    Action<JournalRecord, ReadOnlyMemory<byte>> read,
    AcknowledgedPart? acknowledged)
{
    private readonly JournalBeginning beginning = new();

    /// <summary>The first line that could not be read, until one can be again, and its place in the chain.</summary>
    private (JournalProblem Problem, RecordPosition First)? rot;

    /// <summary>What was read; of a segment with rot only what is behind it.</summary>
    public List<JournalSegment> Segments { get; } = [];

    public JournalEnd Read(IStorage storage, IReadOnlyList<JournalSegment> segments)
    {
        var end = ReadAll(storage, segments);
        return end is JournalEnd.Whole && WhatIsMissing(segments) is { } problem
            ? new JournalEnd.Broken(problem)
            : end;
    }

    private JournalProblem? WhatIsMissing(IReadOnlyList<JournalSegment> segments) =>
        acknowledged is { IsOfThisChain: false } ? acknowledged.Unreadable[0].Problem
        // What says that records were retired may be among what cannot be read.
        : acknowledged is { Unreadable.Count: > 0 } ? null
        : beginning.Problem(segments);

    private JournalEnd ReadAll(IStorage storage, IReadOnlyList<JournalSegment> segments)
    {
        foreach (var segment in segments)
        {
            Segments.Add(segment);
            ReadOnlyMemory<byte> content = storage.Read(segment.Name);
            if (ReadLines(segment, content.Span.LastIndexOf((byte)'\n') + 1, content) is { } problem)
                return new JournalEnd.Broken(problem);
            var rest = content[(content.Span.LastIndexOf((byte)'\n') + 1)..];
            if (segment == segments[^1])
                return End(segment, content.Length - rest.Length, rest);
            if (rest.IsEmpty)
                continue;
            var torn = new JournalProblem(
                segment.Name, 0, $"{rest.Length} bytes after its last newline, and another segment follows");
            if (acknowledged is null)
                return new JournalEnd.Broken(torn);
            rot ??= (torn, NextIn(segment));
        }
        return new JournalEnd.Whole(null, 0, default);
    }

    private JournalEnd End(JournalSegment segment, long wholeBytes, ReadOnlyMemory<byte> rest)
    {
        if (rot is { } open)
            return new JournalEnd.Broken(open.Problem);
        // A torn line has no byte behind it, or zeros that were never written: here stood a newline.
        return rest.Length > 1 && rest.Span[^1] != 0 && chain.IsSigned(rest[..^1])
            ? new JournalEnd.Broken(new JournalProblem(
                segment.Name, 0, "a whole line at its end, and a byte behind it that is no newline"))
            : new JournalEnd.Whole(segment, wholeBytes, rest);
    }

    private JournalProblem? ReadLines(JournalSegment segment, int wholeBytes, ReadOnlyMemory<byte> content)
    {
        var offset = 0;
        for (var number = 1; offset < wholeBytes; number++)
        {
            var line = content[offset..];
            line = line[..line.Span.IndexOf((byte)'\n')];
            if (ReadLine(segment, number, offset, line) is { } problem)
                return problem;
            offset += line.Length + 1;
        }
        return null;
    }

    private JournalProblem? ReadLine(JournalSegment segment, int number, int offset, ReadOnlyMemory<byte> line)
    {
        var checkSignature = signaturesAfter is null || NextIn(segment) > signaturesAfter;
        if (rot is { } open)
            return ReadBehind(open, segment, number, offset, line);
        if (chain.Next(line, checkSignature).Succeeded(out var record, out var error))
            return Take(segment, number, record, line);
        var problem = new JournalProblem(segment.Name, number, error.ToString());
        // Rot signs nothing: a line that is signed and does not follow was put there.
        if (acknowledged is null || chain.IsSigned(line))
            return problem;
        rot = (problem, NextIn(segment));
        return null;
    }

    private JournalProblem? ReadBehind(
        (JournalProblem Problem, RecordPosition First) open,
        JournalSegment segment,
        int number,
        int offset,
        ReadOnlyMemory<byte> line)
    {
        if (!chain.IsSigned(line))
            return null;
        if (!chain.GoOn(line).Succeeded(out var record, out var error))
            return new JournalProblem(segment.Name, number, error.ToString());
        var lost = new UnreadableRecords(open.First, record.Position.Before(), open.Problem);
        if (!acknowledged!.TryPass(lost, record))
            return open.Problem;
        rot = null;
        if (number > 1)
            Segments[^1] = segment with { First = record.Position, Begin = offset };
        return Take(segment, number, record, line);
    }

    private JournalProblem? Take(JournalSegment segment, int number, JournalRecord record, ReadOnlyMemory<byte> line)
    {
        if (number == 1 && record.Position != segment.First)
            return new JournalProblem(
                segment.Name, 1, $"record {record.Position} in a file named after {segment.First}");
        acknowledged?.Saw(record.Position, chain.LastHash);
        beginning.Take(record);
        read(record, line);
        return null;
    }

    private RecordPosition NextIn(JournalSegment segment) => chain.Last?.Next() ?? segment.First;
}
