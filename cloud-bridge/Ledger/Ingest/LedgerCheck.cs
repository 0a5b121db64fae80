using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Recomputes the books from the stored lines: every signature, every chain, every booking. Two ways to the same
/// balances, the fold of what was booked and the fold of what the facts say, must meet.
/// </summary>
internal sealed class LedgerCheck(SiteId site)
{
    private readonly LedgerBooks books = new();
    private readonly List<string> problems = [];
    private int line;

    /// <summary>What is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Records that were checked.</summary>
    public int Records { get; private set; }

    /// <summary>The books that the lines give, without those that cannot be right.</summary>
    public LedgerBooks Books => books;

    /// <summary>Checks all entries, in order, from the log's first line.</summary>
    public void Run(IEnumerable<LedgerEntry> entries)
    {
        try
        {
            foreach (var entry in entries)
            {
                line++;
                if (Check(entry) is { } sound)
                    books.Apply(sound);
            }
        }
        catch (LedgerDamageException damage)
        {
            problems.Add($"{damage.Message} Nothing from line {line + 1} on was checked.");
        }
        foreach (var asset in books.Balances.GroupBy(row => row.Asset))
            if (asset.Aggregate(Int128.Zero, (sum, row) => sum + row.Amount.MinorUnits) is var sum && sum != 0)
                problems.Add($"{asset.Key}: all accounts together are {sum}; expected 0");
    }

    /// <returns>What the books are to take for it; null: nothing.</returns>
    private LedgerEntry? Check(LedgerEntry entry)
    {
        if (entry is LedgerEntry.RecordBooked booked)
            return Check(booked);
        if (EntryFlaws.Of(entry, books) is not { } flaw)
            return entry;
        problems.Add($"line {line}: {flaw}");
        return null;
    }

    private LedgerEntry.RecordBooked? Check(LedgerEntry.RecordBooked booked)
    {
        Records++;
        var what = $"line {line}: record {booked.Position()} of {booked.Terminal}";
        if (!Verify(booked).Succeeded(out var head, out var error))
        {
            problems.Add($"{what}: {(error.Kind == FormatErrorKind.BadContent ? error.Detail : error)}");
            return null;
        }
        var expected = Bookkeeping.BookingOf(head, books).Postings;
        if (booked.Postings != expected)
            problems.Add($"{what}: booked {booked.Postings}; its fact says {expected}");
        return booked with { Postings = expected };
    }

    /// <summary>Is it signed, by the right terminal, and the next in its chain?</summary>
    private Reading<RecordHead> Verify(LedgerEntry.RecordBooked booked)
    {
        if (!books.TryFind(booked.Terminal, out var book) || book.Chain(booked.Epoch) is not { } chain)
            return Bad("the terminal or its epoch is not enrolled");
        if (!Jws.Open(JwsType.Record, Encoding.ASCII.GetBytes(booked.Line), book.Keys)
                .Succeeded(out var signed, out var error) ||
            !RecordLine.ReadHead(signed, site).Succeeded(out var head, out error))
            return error;
        return head.Terminal != booked.Terminal || head.Position != booked.Position()
                ? Bad($"its line says {head.Position} of {head.Terminal}")
            : signed.Hash() != booked.Hash ? Bad("its line has another hash than was stored")
            : head.Position.Sequence != chain.Sequence + 1 || head.Previous != chain.Hash
                ? Bad($"it does not follow {chain.Epoch}/{chain.Sequence}")
            : head;
    }

    private static FormatError Bad(string detail) => new(FormatErrorKind.BadContent, detail);
}
