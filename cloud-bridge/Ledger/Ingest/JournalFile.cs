using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Takes a journal that somebody hands in: of a terminal that is out of reach, or whose records the broker lost. Each
/// line comes to what it would come to over the wire, and says itself whose it is; of one that was revoked, to what it
/// would come to were it handed in by the terminal: whoever has its key can have written such a file.
/// </summary>
internal sealed class JournalFile(SiteId site, ILedgerStore store, ISigner signer)
{
    /// <summary>Made durable together: a journal of a season has a hundred thousand lines.</summary>
    private const int LinesAtOnce = 1_000;

    /// <summary>Takes all lines, in order.</summary>
    /// <param name="file">Lines as they stand in a journal, each with its newline.</param>
    /// <param name="atMilliseconds">The ledger's time, since 1970-01-01T00:00:00Z.</param>
    /// <returns>What became of each, from the first line on.</returns>
    public IEnumerable<IngestOutcome> Take(Stream file, long atMilliseconds) =>
        LinesOf(file).Chunk(LinesAtOnce).SelectMany(lines => Take(lines, atMilliseconds));

    private List<IngestOutcome> Take(IEnumerable<byte[]> lines, long atMilliseconds)
    {
        var received = lines.Select(line => new ReceivedLine(line, site)).ToList();
        return store.Change(draft =>
        {
            var ingest = new Ingest(draft, signer) { AtMilliseconds = atMilliseconds, IsHandedIn = true };
            return received.ConvertAll(line => line.Read.Succeeded(out var read, out var error)
                ? ingest.Take(read.Head.Terminal, line)
                : new IngestOutcome.Rejected(error, line.Bytes));
        });
    }

    /// <summary>What is behind the last newline is a line, too: it is rejected for what it is.</summary>
    private static IEnumerable<byte[]> LinesOf(Stream file)
    {
        var line = new MemoryStream();
        var piece = new byte[64 * 1024];
        for (int count; (count = file.Read(piece)) > 0;)
            for (var rest = piece.AsMemory(0, count); !rest.IsEmpty;)
            {
                var end = rest.Span.IndexOf((byte)'\n');
                Keep(rest.Span[..(end < 0 ? rest.Length : end)]);
                if (end < 0)
                    break;
                yield return line.ToArray();
                line.SetLength(0);
                rest = rest[(end + 1)..];
            }
        if (line.Length > 0)
            yield return line.ToArray();

        // A file that is no journal may be one line of any length: what is too long for a line is known to be so.
        void Keep(ReadOnlySpan<byte> part) =>
            line.Write(part[..(int)Math.Min(part.Length, JwsType.Record.LongestBytes + 1 - line.Length)]);
    }
}
