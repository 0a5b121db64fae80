using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Takes lines of terminals' journals: checks signature and place, and books each record once. What is well signed is
/// always booked, whatever it says: it has happened.
/// </summary>
internal sealed class Ingest(LedgerDraft draft, ISigner signer)
{
    private readonly LedgerDraft draft = Demanded(draft, signer);

    /// <summary>The ledger's time, since 1970-01-01T00:00:00Z; null where no lines are taken.</summary>
    public long? AtMilliseconds { get; init; }

    /// <summary>Lines beyond a gap that are not parked at once: <see cref="IngestOutcome.Early"/>; null: all are.
    /// </summary>
    public EarlyLines? Early { get; init; }

    /// <summary>
    /// The terminal, or a person, hands its journal in: was it revoked, what nobody had heard of waits for a treasurer.
    /// </summary>
    public bool IsHandedIn { get; init; }

    /// <summary>Takes one line.</summary>
    /// <param name="terminal">Whose topic it came on.</param>
    /// <param name="received">It; its signature is checked here, where nobody has before.</param>
    public IngestOutcome Take(TerminalId terminal, ReceivedLine received)
    {
        var line = received.Bytes;
        if (!draft.Books.TryFind(terminal, out var book))
            return Reject(FormatErrorKind.UnknownKey, $"terminal {terminal} is not enrolled");
        var isRead = received.Read.Succeeded(out var read, out var error);
        if (isRead && FindKnown(book, read!) is { } known)
            return known;
        if (!isRead)
            return new IngestOutcome.Rejected(WhyUnsigned(line, book) ?? error!, line);
        if (received.WhyForged(book.Keys.OfJournals) is { } forged)
            return new IngestOutcome.Rejected(forged, line);
        var head = read!.Head;
        if (head.Terminal != terminal)
            return Reject(FormatErrorKind.WrongAddressee, $"a line of {head.Terminal} on the topic of {terminal}");
        if (WhyLeft(book, read) is { } left)
            return new IngestOutcome.Rejected(left, line);
        if (book.Chain(head.Position.Epoch) is null)
            return new IngestOutcome.NotGranted(head.Position, line);
        if (book.WhyKeyWaits(head) is { } wait)
        {
            NoteAwaited(book, read, wait);
            return new IngestOutcome.Refused(head.Position, wait.Awaits, IsOfNextKey: true);
        }
        if (book.IsRevoked && WaitsForTreasurer(book, read))
            return Hold(book, read);
        return Take(book, read, AtMilliseconds, Early?.HasRoomFor(book, read) == true);

        IngestOutcome.Rejected Reject(FormatErrorKind kind, string detail) => new(new FormatError(kind, detail), line);
    }

    /// <summary>
    /// The first record of a granted key says which record is missing: of the first that comes that is kept, so that a
    /// treasurer can see it and go on without.
    /// </summary>
    private void NoteAwaited(TerminalBook book, StoredLine line, KeyWait wait)
    {
        if (wait.Awaits is not null && book.Keys.Waiting is null)
            draft.Add(
                new LedgerEntry.KeyAwaited(
                    book.Terminal, Encoding.ASCII.GetString(line.Signed.Compact.Span), AtMilliseconds),
                line);
    }

    /// <summary>Takes one that came early, and waits with it no longer.</summary>
    public IngestOutcome TakeAgain(EarlyLine early)
    {
        var book = draft.Books.Terminal(early.Terminal);
        return FindKnown(book, early.Line) ??
            // The terminal may have changed its key while this one waited.
            (WhyLeft(book, early.Line) is { } left
                ? new IngestOutcome.Rejected(left, early.Line.Signed.Compact)
                : Take(book, early.Line, early.AtMilliseconds, holdsBack: false));
    }

    /// <summary>The key of its epoch counts for nothing new any more; null: it counts, or the record is here.</summary>
    private static FormatError? WhyLeft(TerminalBook book, StoredLine line) =>
        book.Keys.IsLeft(line.Head.Position.Epoch) && !IsDone(book, line)
            ? new FormatError(
                FormatErrorKind.UnknownKey,
                $"{book.Terminal} has left the key of record {line.Head.Position} for another")
            : null;

    /// <summary>Of what nobody signed it is no matter what it says.</summary>
    private static FormatError? WhyUnsigned(ReadOnlyMemory<byte> line, TerminalBook book) =>
        Jws.Open(JwsType.Record, line, book.Keys.OfJournals).Succeeded(out _, out var unsigned) ? null : unsigned;

    /// <summary>
    /// Books what was parked and waits for nothing any more: a treasurer closed its gap, or a power cut came between.
    /// </summary>
    public void Settle(TerminalBook book)
    {
        foreach (var position in book.Parked.All.Select(line => line.Position).Distinct().ToList())
            SettleFrom(book, position);
        if (book.ReadyFirst() is { } first)
            Take(book, first, book.Keys.Waiting!.AtMilliseconds, holdsBack: false);
        // One that waited for another was booked behind that.
        foreach (var held in book.Held.Released.ToList().Where(held => book.Held.Has(held.Hash)))
            Take(book, StoredLine.Read(held.Line).OrThrow(), held.AtMilliseconds, holdsBack: false);
    }

    /// <summary>Is there anything to <see cref="Settle"/>?</summary>
    public static bool IsSettled(TerminalBook book) =>
        !book.Held.HasReleased && book.ReadyFirst() is null &&
        book.Parked.All.All(line => book.PlaceOf(line.Position, line.Previous, line.Hash) == Place.Beyond);

    /// <summary>Is nothing to be done with a line, because all of it was done before?</summary>
    public static bool IsDone(TerminalBook book, StoredLine line) =>
        IsKnown(book, line) || book.Parked.Has(line.Hash) || book.Held.Has(line.Hash);

    /// <summary>Is it one of those whose signature is not checked again?</summary>
    public static bool IsKnown(TerminalBook book, StoredLine line) => FindKnown(book, line) is not null;

    /// <summary>
    /// A line that is stored: what was signed is the same, so its signature need not be checked again. Most of what
    /// comes after a cut has come before.
    /// </summary>
    private static IngestOutcome? FindKnown(TerminalBook book, StoredLine line)
    {
        var (head, position) = (line.Head, line.Head.Position);
        if (head.Terminal != book.Terminal ||
            book.Chain(position.Epoch) is null ||
            book.PlaceOf(position, head.Previous, line.Hash) != Place.Known)
            return null;
        return book.Forks.Has(line.Hash) ? new IngestOutcome.Forked(position) : new IngestOutcome.Known(position);
    }

    /// <summary>Takes one that is not known.</summary>
    private IngestOutcome Take(TerminalBook book, StoredLine line, long? receivedMilliseconds, bool holdsBack)
    {
        var position = line.Head.Position;
        switch (book.PlaceOf(position, line.Head.Previous, line.Hash))
        {
            case Place.Beyond when holdsBack && !book.Parked.Has(line.Hash):
                return new IngestOutcome.Early(line);
            case Place.Beyond:
                return Park(book, line, receivedMilliseconds);
            case Place.Beside:
                Book(line, isBeside: true, receivedMilliseconds);
                SettleFrom(book, position.Next());
                return new IngestOutcome.Forked(position);
            default:
                Book(line, isBeside: false, receivedMilliseconds);
                SettleFrom(book, position.Next());
                return new IngestOutcome.Booked(position);
        }
    }

    /// <summary>What is booked may be a split that is signed: by the key that is the ledger's in this draft.</summary>
    private static LedgerDraft Demanded(LedgerDraft draft, ISigner signer)
    {
        draft.Books.LedgerKeys.Demand(signer.KeyId);
        return draft;
    }

    private IngestOutcome Park(TerminalBook book, StoredLine line, long? receivedMilliseconds)
    {
        var compact = line.Signed.Compact;
        if (!book.Parked.Has(line.Hash))
        {
            if (!book.Parked.HasRoomFor(compact.Length))
                return new IngestOutcome.Refused(line.Head.Position);
            var text = Encoding.ASCII.GetString(compact.Span);
            draft.Add(new LedgerEntry.RecordParked(book.Terminal, text, receivedMilliseconds), line);
        }
        return new IngestOutcome.Parked(line.Head.Position);
    }

    /// <summary>Of a terminal that was revoked: what was refused is not booked because somebody brings it again.
    /// </summary>
    private bool WaitsForTreasurer(TerminalBook book, StoredLine line) =>
        book.Held.Has(line.Hash) ||
        book.Held.FollowsRefused(line.Head.Previous) ||
        IsHandedIn && !book.IsHeardOf(line);

    private IngestOutcome Hold(TerminalBook book, StoredLine line)
    {
        var (position, compact) = (line.Head.Position, line.Signed.Compact);
        if (book.Held.Has(line.Hash))
            return new IngestOutcome.Held(position);
        if (!book.CanFollow(position, line.Head.Previous, book.Chain(position.Epoch)!) ||
            !book.Held.HasRoomFor(compact.Length))
            return new IngestOutcome.Refused(position);
        var text = Encoding.ASCII.GetString(compact.Span);
        draft.Add(new LedgerEntry.RecordHeld(book.Terminal, text, AtMilliseconds ?? 0), line);
        return new IngestOutcome.Held(position);
    }

    /// <summary>Parked records from a place on that now have theirs, in the chain or beside it.</summary>
    private void SettleFrom(TerminalBook book, RecordPosition position)
    {
        for (; ReadyAt(book, position) is { Count: > 0 } ready; position = position.Next())
            foreach (var parked in ready)
            {
                // The first may have taken the place of the second.
                var isBeside = book.PlaceOf(position, parked.Previous, parked.Hash) == Place.Beside;
                Book(StoredLine.Read(parked.Line).OrThrow(), isBeside, parked.AtMilliseconds);
            }
    }

    private static List<ParkedLine> ReadyAt(TerminalBook book, RecordPosition position) =>
    [
        .. from line in book.Parked.At(position)
           where book.PlaceOf(position, line.Previous, line.Hash) != Place.Beyond
           select line,
    ];

    private void Book(StoredLine line, bool isBeside, long? receivedMilliseconds)
    {
        var head = line.Head;
        var booking = Bookkeeping.BookingOf(line, isBeside, receivedMilliseconds, draft.Books);
        var booked = new LedgerEntry.RecordBooked(
            head.Terminal,
            head.Position.Epoch,
            head.Position.Sequence,
            line.Hash,
            Encoding.ASCII.GetString(line.Signed.Compact.Span),
            booking.Postings,
            Suspense: null,
            booking.Findings,
            booking.Reallocation is { } reallocation
                ? Encoding.ASCII.GetString(SignedMessage.Sign(reallocation, signer).Compact.Span)
                : null,
            receivedMilliseconds);
        draft.Add(isBeside ? new LedgerEntry.ForkBooked(booked) : booked, line);
    }
}
