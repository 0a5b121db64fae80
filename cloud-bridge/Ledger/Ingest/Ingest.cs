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
    private readonly Dictionary<(Account, AssetId), Money> pending = [];
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
                : Fork(terminal, line, head);
        if (head.Previous != end.Item2)
            return Fork(terminal, line, head);
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

    private IngestOutcome.Forked Fork(TerminalId terminal, ReadOnlyMemory<byte> line, RecordHead head)
    {
        entries.Add(new LedgerEntry.RecordForked(terminal, Encoding.ASCII.GetString(line.Span)));
        return new IngestOutcome.Forked(head.Position);
    }

    /// <summary>What is well signed and in its place is always booked, whatever it says: it has happened.</summary>
    private void Book(TerminalId terminal, ReadOnlyMemory<byte> line, RecordHead head, Digest hash)
    {
        ValueList<Posting> postings = [];
        string? suspense;
        if (head.ReadFact().Succeeded(out var fact, out var error))
        {
            postings = Bookkeeping.PostingsOf(fact, terminal, books);
            suspense = Bookkeeping.SuspenseOf(postings, BalanceOf);
        }
        else
        {
            suspense = $"a fact that this ledger cannot read: {error.Detail}";
        }
        foreach (var posting in postings)
            pending[(posting.Account, posting.Asset)] =
                pending.GetValueOrDefault((posting.Account, posting.Asset)) + posting.Amount;
        ends[(terminal, head.Position.Epoch)] = (head.Position.Sequence, hash);
        entries.Add(new LedgerEntry.RecordBooked(
            terminal,
            head.Position.Epoch,
            head.Position.Sequence,
            hash,
            Encoding.ASCII.GetString(line.Span),
            postings,
            suspense));
    }

    private Money BalanceOf(Account account, AssetId asset) =>
        books.BalanceOf(account, asset) + pending.GetValueOrDefault((account, asset));
}
