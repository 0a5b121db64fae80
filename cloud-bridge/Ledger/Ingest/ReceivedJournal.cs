using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A message of a journal's topic as it came: its lines are read while nobody waits for the books.</summary>
internal sealed class ReceivedJournal
{
    private readonly IKeyRing keys;

    /// <param name="terminal">Whose topic it came on.</param>
    /// <param name="payload">The message's.</param>
    /// <param name="keys">The terminal's, as they are now.</param>
    /// <param name="site">The site.</param>
    public ReceivedJournal(TerminalId terminal, ReadOnlyMemory<byte> payload, IKeyRing keys, SiteId site)
    {
        (Terminal, Payload, this.keys) = (terminal, payload, keys);
        Lines = JournalBatch.Split(payload).Succeeded(out var lines, out var error) ? ReadAll(lines, site) : [];
        Error = error;
    }

    /// <summary>Whose topic it came on.</summary>
    public TerminalId Terminal { get; }

    /// <summary>As it came.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>
    /// In order, up to and with the first that is not signed at all: no terminal writes such, and of the message
    /// nothing more is read.
    /// </summary>
    public IReadOnlyList<ReceivedLine> Lines { get; }

    /// <summary>Why it has no lines; null: it has.</summary>
    public FormatError? Error { get; }

    /// <summary>Lines whose signatures are to be checked.</summary>
    public IEnumerable<ReceivedLine> NewTo(LedgerBooks books) =>
        books.TryFind(Terminal, out var book)
            ? Lines.Where(line => line.Read.Succeeded(out var read, out _) && !Ingest.IsKnown(book, read))
            : [];

    /// <summary>Checks the signatures of some of its lines.</summary>
    public void Check(IEnumerable<ReceivedLine> lines)
    {
        foreach (var line in lines)
            line.Check(keys);
    }

    private static List<ReceivedLine> ReadAll(List<ReadOnlyMemory<byte>> lines, SiteId site)
    {
        var read = new List<ReceivedLine>(lines.Count);
        foreach (var line in lines)
        {
            read.Add(new ReceivedLine(line, site));
            if (!read[^1].Read.Succeeded(out _, out _) &&
                !Jws.OpenUnverified(JwsType.Record, line).Succeeded(out _, out _))
                break;
        }
        return read;
    }
}
