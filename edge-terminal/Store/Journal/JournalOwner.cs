using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>Whose a journal is, by its first line; nothing is verified.</summary>
/// <param name="Site">The site.</param>
/// <param name="Terminal">The terminal.</param>
public sealed record JournalOwner(SiteId Site, TerminalId Terminal)
{
    /// <summary>Null when there is no journal, or its first line cannot be read.</summary>
    public static JournalOwner? Of(IStorage storage) =>
        JournalSegment.In(storage) is [var first, ..] && JournalSegment.FirstHead(storage, first.Name) is { } head
            ? new JournalOwner(head.Site, head.Terminal)
            : null;
}
