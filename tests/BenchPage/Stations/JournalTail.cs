using System.Collections.Immutable;
using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Store;

namespace Tests.BenchPage;

/// <summary>A journal as it is written: each whole line once, as it stands on the disk.</summary>
/// <param name="journal">Its folder, which need not be there yet.</param>
public sealed class JournalTail(IStorage journal)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> read = [];
    private ImmutableList<JournalLine> lines = [];

    /// <summary>All lines until now.</summary>
    public ImmutableList<JournalLine> Read()
    {
        lock (gate)
        {
            try
            {
                foreach (var segment in JournalSegment.In(journal))
                    Read(segment.Name);
            }
            catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
            {
                // Not made yet, or a segment was retired just now.
            }
            return lines;
        }
    }

    private void Read(string segment)
    {
        var offset = read.GetValueOrDefault(segment);
        ReadOnlyMemory<byte> bytes = journal.Read(segment, offset);
        while (bytes.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            if (Jws.OpenUnverified(JwsType.Record, bytes[..end]).Succeeded(out var line, out _) &&
                RecordLine.ReadHead(line, site: null).Succeeded(out var head, out _))
                lines = lines.Add(new JournalLine(head.Position, head.Kind, head.Stamp, head.FactJson));
            offset += end + 1;
            bytes = bytes[(end + 1)..];
        }
        read[segment] = offset;
    }
}

/// <summary>A line of a journal.</summary>
/// <param name="Position">Which.</param>
/// <param name="Kind">Of fact.</param>
/// <param name="Stamp">When.</param>
/// <param name="FactJson">As it stands there.</param>
public sealed record JournalLine(RecordPosition Position, string Kind, Stamp Stamp, string FactJson);
