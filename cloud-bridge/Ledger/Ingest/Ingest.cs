using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Takes lines of terminals' journals: checks signature and place, and books each record once. What is well signed is
/// always booked, whatever it says: it has happened.
/// </summary>
internal sealed class Ingest(SiteId site, LedgerDraft draft, ISigner signer)
{
    /// <summary>The ledger's time, since 1970-01-01T00:00:00Z; null where no lines are taken.</summary>
    public long? AtMilliseconds { get; init; }

    /// <summary>Takes one line.</summary>
    /// <param name="terminal">Whose topic it came on.</param>
    /// <param name="line">Without its newline.</param>
    public IngestOutcome Take(TerminalId terminal, ReadOnlyMemory<byte> line)
    {
        if (!draft.Books.TryFind(terminal, out var book))
            return Reject(FormatErrorKind.UnknownKey, $"terminal {terminal} is not enrolled");
        if (!Jws.Open(JwsType.Record, line, book.Keys).Succeeded(out var signed, out var error) ||
            !RecordLine.ReadHead(signed, site).Succeeded(out var head, out error))
            return new IngestOutcome.Rejected(error, line);
        if (head.Terminal != terminal)
            return Reject(FormatErrorKind.WrongAddressee, $"a line of {head.Terminal} on the topic of {terminal}");
        if (book.Chain(head.Position.Epoch) is null)
            return new IngestOutcome.NotGranted(head.Position, line);
        return Take(book, new StoredLine(signed, head));

        IngestOutcome.Rejected Reject(FormatErrorKind kind, string detail) => new(new FormatError(kind, detail), line);
    }

    /// <summary>
    /// Books what was parked and waits for nothing any more: a treasurer closed its gap, or a power cut came between.
    /// </summary>
    public void Settle(TerminalBook book)
    {
        foreach (var position in book.Parked.All.Select(line => line.Position).Distinct().ToList())
            SettleFrom(book, position);
    }

    /// <summary>Is there anything to <see cref="Settle"/>?</summary>
    public static bool IsSettled(TerminalBook book) =>
        book.Parked.All.All(line => book.PlaceOf(line.Position, line.Previous, line.Hash) == Place.Beyond);

    private IngestOutcome Take(TerminalBook book, StoredLine line)
    {
        var position = line.Head.Position;
        var hash = line.Signed.Hash();
        switch (book.PlaceOf(position, line.Head.Previous, hash))
        {
            case Place.Known:
                return book.Forks.Has(hash) ? new IngestOutcome.Forked(position) : new IngestOutcome.Known(position);
            case Place.Beyond:
                return Park(book, line, hash);
            case Place.Beside:
                draft.Add(new LedgerEntry.ForkBooked(Book(line, hash, isBeside: true)));
                SettleFrom(book, position.Next());
                return new IngestOutcome.Forked(position);
            default:
                draft.Add(Book(line, hash, isBeside: false));
                SettleFrom(book, position.Next());
                return new IngestOutcome.Booked(position);
        }
    }

    private IngestOutcome Park(TerminalBook book, StoredLine line, Digest hash)
    {
        var compact = line.Signed.Compact;
        if (!book.Parked.Has(hash))
        {
            if (!book.Parked.HasRoomFor(compact.Length))
                return new IngestOutcome.Refused(line.Head.Position);
            draft.Add(new LedgerEntry.RecordParked(
                book.Terminal, Encoding.ASCII.GetString(compact.Span), AtMilliseconds));
        }
        return new IngestOutcome.Parked(line.Head.Position);
    }

    /// <summary>Parked records from a place on that now have theirs, in the chain or beside it.</summary>
    private void SettleFrom(TerminalBook book, RecordPosition position)
    {
        for (; ReadyAt(book, position) is { Count: > 0 } ready; position = position.Next())
            foreach (var parked in ready)
            {
                // The first may have taken the place of the second.
                var isBeside = book.PlaceOf(position, parked.Previous, parked.Hash) == Place.Beside;
                var booked = Book(StoredLine.Read(parked.Line).OrThrow(), parked.Hash, isBeside);
                draft.Add(isBeside ? new LedgerEntry.ForkBooked(booked) : booked);
            }
    }

    private static List<ParkedLine> ReadyAt(TerminalBook book, RecordPosition position) =>
    [
        .. from line in book.Parked.At(position)
           where book.PlaceOf(position, line.Previous, line.Hash) != Place.Beyond
           select line,
    ];

    private LedgerEntry.RecordBooked Book(StoredLine line, Digest hash, bool isBeside)
    {
        var head = line.Head;
        var booking = Bookkeeping.BookingOf(head, hash, isBeside, draft.Books);
        return new LedgerEntry.RecordBooked(
            head.Terminal,
            head.Position.Epoch,
            head.Position.Sequence,
            hash,
            Encoding.ASCII.GetString(line.Signed.Compact.Span),
            booking.Postings,
            Suspense: null,
            booking.Findings,
            booking.Reallocation is { } reallocation
                ? Encoding.ASCII.GetString(SignedMessage.Sign(reallocation, signer).Compact.Span)
                : null);
    }
}
