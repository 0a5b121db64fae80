using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>The check must find what somebody changes in the books.</summary>
public sealed class LedgerCheckTests : IDisposable
{
    private readonly Site site = new();
    private readonly List<LedgerEntry> entries;

    public LedgerCheckTests()
    {
        var ledger = new LedgerBench(site).With((Guest, "TLF 1000"));
        var terminal = new JournalWriter(site);
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)), terminal.Next(JournalWriter.Beer(Guest)));
        entries = [.. ledger.Store.Entries()];
    }

    private LedgerEntry.RecordBooked First => (LedgerEntry.RecordBooked)entries[2];

    public void Dispose() => site.Dispose();

    [Fact]
    public void Good_books_agree()
    {
        var check = Check(entries);

        Assert.Empty(check.Problems);
        Assert.Equal(2, check.Records);
    }

    [Fact]
    public void An_amount_that_was_changed_is_found()
    {
        entries[2] = First with
        {
            Postings = [.. First.Postings.Select(row => row with { Amount = new Money(row.Amount.MinorUnits / 2) })],
        };

        var problem = Assert.Single(Check(entries).Problems);
        Assert.StartsWith("record 1/1 of bar-1: booked", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_booking_with_one_side_is_found()
    {
        entries[2] = First with { Postings = [First.Postings[0]] };

        Assert.Contains(Check(entries).Problems, problem => problem.Contains("expected 0", StringComparison.Ordinal));
    }

    [Fact]
    public void A_line_that_was_changed_is_found()
    {
        var parts = First.Line.Split('.');
        entries[2] = First with { Line = $"{parts[0]}.{parts[1]}x.{parts[2]}" };

        Assert.NotEmpty(Check(entries).Problems);
    }

    [Fact]
    public void A_record_that_was_taken_away_is_found()
    {
        entries.RemoveAt(2);

        var error = Assert.Throws<InvalidDataException>(() => Check(entries));
        Assert.Contains("record 1/2 of bar-1", error.Message, StringComparison.Ordinal);
    }

    private static LedgerCheck Check(IEnumerable<LedgerEntry> entries)
    {
        var check = new LedgerCheck(Site.Id);
        check.Run(entries);
        return check;
    }
}
