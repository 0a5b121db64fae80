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

    /// <summary>What is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Records that were checked.</summary>
    public int Records { get; private set; }

    /// <summary>The books that the lines give.</summary>
    public LedgerBooks Books => books;

    /// <summary>Checks all entries, in order.</summary>
    public void Run(IEnumerable<LedgerEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry is LedgerEntry.RecordBooked booked)
                Check(booked);
            books.Apply(entry);
        }
        foreach (var asset in books.Balances.GroupBy(row => row.Asset))
            if (asset.Sum(row => row.Amount) is var sum && sum != Money.Zero)
                problems.Add($"{asset.Key}: all accounts together are {sum}; expected 0");
    }

    private void Check(LedgerEntry.RecordBooked booked)
    {
        Records++;
        if (FlawOf(booked) is { } flaw)
            problems.Add($"record {booked.Position()} of {booked.Terminal}: {flaw}");
    }

    private string? FlawOf(LedgerEntry.RecordBooked booked)
    {
        if (!books.TryFind(booked.Terminal, out var book) || book.Chain(booked.Epoch) is not { } chain)
            return "the terminal or its epoch is not enrolled";
        var line = Encoding.ASCII.GetBytes(booked.Line);
        if (!Jws.Open(JwsType.Record, line, book.Keys).Succeeded(out var signed, out var error) ||
            !RecordLine.ReadHead(signed, site).Succeeded(out var head, out error))
            return error.ToString();
        if (head.Terminal != booked.Terminal || head.Position != booked.Position())
            return $"its line says {head.Position} of {head.Terminal}";
        if (signed.Hash() != booked.Hash)
            return "its line has another hash than was stored";
        if (head.Position.Sequence != chain.Sequence + 1 || head.Previous != chain.Hash)
            return $"it does not follow {chain.Epoch}/{chain.Sequence}";
        ValueList<Posting> expected = head.ReadFact().Succeeded(out var fact, out _)
            ? Bookkeeping.PostingsOf(fact, booked.Terminal, books)
            : [];
        return booked.Postings == expected ? null : $"booked {booked.Postings}; its fact says {expected}";
    }
}
