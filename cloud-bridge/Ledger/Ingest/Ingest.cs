using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Takes lines of terminals' journals: checks signature, place and chain, and books each record once. One object takes
/// the lines of one change, and sees each line's effect on the next.
/// </summary>
internal sealed class Ingest(SiteId site, LedgerBooks books)
{
    private readonly Dictionary<(TerminalId, long), (long Sequence, Digest Hash)> ends = [];
    private readonly Dictionary<(Account, AssetId), Money> balances = [];
    private readonly HashSet<(TerminalId, Digest)> forks = [];
    private readonly List<LedgerEntry> entries = [];

    /// <summary>To be stored.</summary>
    public IReadOnlyList<LedgerEntry> Entries => entries;

    /// <summary>Takes one line.</summary>
    /// <param name="terminal">Whose topic it came on.</param>
    /// <param name="line">Without its newline.</param>
    public IngestOutcome Take(TerminalId terminal, ReadOnlyMemory<byte> line)
    {
        if (!books.TryFind(terminal, out var book))
            return Reject(FormatErrorKind.UnknownKey, $"terminal {terminal} is not enrolled");
        if (!Jws.Open(JwsType.Record, line, book.Keys).Succeeded(out var signed, out var error) ||
            !RecordLine.ReadHead(signed, site).Succeeded(out var head, out error))
            return new IngestOutcome.Rejected(error);
        if (head.Terminal != terminal)
            return Reject(FormatErrorKind.WrongAddressee, $"a line of {head.Terminal} on the topic of {terminal}");
        if (book.Chain(head.Position.Epoch) is not { } chain)
            return Reject(FormatErrorKind.BadContent, $"epoch {head.Position.Epoch} was not granted");

        var hash = signed.Hash();
        var end = ends.GetValueOrDefault((terminal, chain.Epoch), (chain.Sequence, chain.Hash));
        if (head.Position.Sequence > end.Item1 + 1)
            return new IngestOutcome.BeyondGap(head.Position);
        if (head.Position.Sequence <= end.Item1)
            return HashOf(terminal, chain, head.Position.Sequence) == hash
                ? new IngestOutcome.Known(head.Position)
                : Fork(terminal, line, head, hash);
        if (head.Previous != end.Item2)
            return Fork(terminal, line, head, hash);
        Book(terminal, line, head, hash);
        return new IngestOutcome.Booked(head.Position);
    }

    private static IngestOutcome.Rejected Reject(FormatErrorKind kind, string detail) =>
        new(new FormatError(kind, detail));

    private Digest HashOf(TerminalId terminal, EpochChain chain, long sequence) => sequence <= chain.Sequence
        ? chain.HashOf(sequence)
        : entries.OfType<LedgerEntry.RecordBooked>()
            .Single(row => row.Terminal == terminal && row.Position() == new RecordPosition(chain.Epoch, sequence))
            .Hash;

    /// <summary>Kept once, however often it comes.</summary>
    private IngestOutcome.Forked Fork(TerminalId terminal, ReadOnlyMemory<byte> line, RecordHead head, Digest hash)
    {
        if (!books.KnowsFork(terminal, hash) && forks.Add((terminal, hash)))
            entries.Add(new LedgerEntry.RecordForked(terminal, Encoding.ASCII.GetString(line.Span)));
        return new IngestOutcome.Forked(head.Position);
    }

    /// <summary>What is well signed and in its place is always booked, whatever it says: it has happened.</summary>
    private void Book(TerminalId terminal, ReadOnlyMemory<byte> line, RecordHead head, Digest hash)
    {
        var booking = Bookkeeping.BookingOf(head, books, BalanceOf);
        foreach (var row in booking.Balances)
            balances[(row.Account, row.Asset)] = row.Amount;
        ends[(terminal, head.Position.Epoch)] = (head.Position.Sequence, hash);
        entries.Add(new LedgerEntry.RecordBooked(
            terminal,
            head.Position.Epoch,
            head.Position.Sequence,
            hash,
            Encoding.ASCII.GetString(line.Span),
            booking.Postings,
            booking.Suspense));
    }

    private Money BalanceOf(Account account, AssetId asset) =>
        balances.TryGetValue((account, asset), out var balance) ? balance : books.BalanceOf(account, asset);
}
