using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>Whose a journal is, by its first line; nothing is verified.</summary>
/// <param name="Site">The site.</param>
/// <param name="Terminal">The terminal.</param>
public sealed record JournalOwner(SiteId Site, TerminalId Terminal)
{
    /// <summary>Null when there is no journal, or its first line cannot be read.</summary>
    public static JournalOwner? Of(IStorage storage)
    {
        if (JournalSegment.In(storage) is not [var first, ..])
            return null;
        ReadOnlyMemory<byte> bytes = storage.Read(first.Name, 0, JwsType.Record.LongestBytes + 1);
        var end = bytes.Span.IndexOf((byte)'\n');
        return end >= 0 &&
            Jws.OpenUnverified(JwsType.Record, bytes[..end]).Succeeded(out var line, out _) &&
            RecordLine.ReadHead(line, site: null).Succeeded(out var head, out _)
                ? new JournalOwner(head.Site, head.Terminal)
                : null;
    }
}
