using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Takes lines of terminals' journals: checks signature and place, and books each record once.</summary>
internal sealed class Ingest(SiteId site, LedgerDraft draft)
{
    /// <summary>Takes one line.</summary>
    /// <param name="terminal">Whose topic it came on.</param>
    /// <param name="line">Without its newline.</param>
    public IngestOutcome Take(TerminalId terminal, ReadOnlyMemory<byte> line)
    {
        if (!draft.Books.TryFind(terminal, out var book))
            return Reject(FormatErrorKind.UnknownKey, $"terminal {terminal} is not enrolled");
        if (!Jws.Open(JwsType.Record, line, book.Keys).Succeeded(out var signed, out var error) ||
            !RecordLine.ReadHead(signed, site).Succeeded(out var head, out error))
            return new IngestOutcome.Rejected(error);
        if (head.Terminal != terminal)
            return Reject(FormatErrorKind.WrongAddressee, $"a line of {head.Terminal} on the topic of {terminal}");
        if (book.Chain(head.Position.Epoch) is not { } chain)
            return Reject(FormatErrorKind.BadContent, $"epoch {head.Position.Epoch} was not granted");

        var hash = signed.Hash();
        if (head.Position.Sequence > chain.Sequence + 1)
            return new IngestOutcome.BeyondGap(head.Position);
        if (head.Position.Sequence <= chain.Sequence)
            return chain.HashOf(head.Position.Sequence) == hash
                ? new IngestOutcome.Known(head.Position)
                : Fork(line, head, hash);
        if (head.Previous != chain.Hash)
            return Fork(line, head, hash);
        Book(line, head, hash);
        return new IngestOutcome.Booked(head.Position);
    }

    private static IngestOutcome.Rejected Reject(FormatErrorKind kind, string detail) =>
        new(new FormatError(kind, detail));

    /// <summary>Kept once, however often it comes.</summary>
    private IngestOutcome.Forked Fork(ReadOnlyMemory<byte> line, RecordHead head, Digest hash)
    {
        if (!draft.Books.KnowsFork(head.Terminal, hash))
            draft.Add(new LedgerEntry.RecordForked(head.Terminal, Encoding.ASCII.GetString(line.Span)));
        return new IngestOutcome.Forked(head.Position);
    }

    /// <summary>What is well signed and in its place is always booked, whatever it says: it has happened.</summary>
    private void Book(ReadOnlyMemory<byte> line, RecordHead head, Digest hash)
    {
        var booking = Bookkeeping.BookingOf(head, draft.Books);
        draft.Add(new LedgerEntry.RecordBooked(
            head.Terminal,
            head.Position.Epoch,
            head.Position.Sequence,
            hash,
            Encoding.ASCII.GetString(line.Span),
            booking.Postings,
            booking.Suspense));
    }
}
