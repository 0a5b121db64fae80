using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What there is to be seen of a terminal at one moment.</summary>
/// <param name="Terminal">Which.</param>
/// <param name="Word">What it said last of itself; null: nothing since this process runs.</param>
/// <param name="Unsent">Records that it has and the ledger has not, as far as it has said, also before it was revoked;
/// null: it has said nothing.</param>
/// <param name="Waiting">Records of it that wait for others.</param>
internal sealed record SeenTerminal(TerminalId Terminal, TerminalWord? Word, long? Unsent, int Waiting)
{
    /// <summary>When anything of it came last, since 1970-01-01T00:00:00Z; null: nothing that is known.</summary>
    public required long? HeardMilliseconds { get; init; }

    /// <summary>When a record of it came last; null: none did.</summary>
    public required long? RecordMilliseconds { get; init; }

    /// <summary>The most that it may sell without any list showing it.</summary>
    public required Money OfflineTotal { get; init; }

    /// <summary>It is one of the site's no more.</summary>
    public required bool IsRevoked { get; init; }

    public static SeenTerminal Of(TerminalBook book, Fleet fleet)
    {
        var word = fleet.TryFind(book.Terminal, out var said) ? said : null;
        // A revoked one is listened to no more, but how far it had written is in the books.
        var unsent = word?.Unsent(book) ?? (book.QueueEnd is { } end ? book.Lacks(end) : null);
        var (heard, record) = (fleet.HeardMilliseconds(book.Terminal), book.HeardAtMilliseconds);
        return new SeenTerminal(book.Terminal, word, unsent, book.Waiting)
        {
            HeardMilliseconds = heard > record || record is null ? heard : record,
            RecordMilliseconds = record,
            OfflineTotal = book.MostOfflineTotal,
            IsRevoked = book.IsRevoked,
        };
    }
}
