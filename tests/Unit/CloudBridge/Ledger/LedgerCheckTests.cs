using System.Text;
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
        Assert.StartsWith("line 3: record 1/1 of bar-1: booked", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_booking_with_one_side_is_found()
    {
        entries[2] = First with { Postings = [First.Postings[0]] };

        Assert.StartsWith("line 3: record 1/1 of bar-1: booked", Check(entries).Problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_was_changed_is_found()
    {
        var parts = First.Line.Split('.');
        entries[2] = First with { Line = $"{parts[0]}.{parts[1]}x.{parts[2]}" };

        Assert.StartsWith("line 3: record 1/1 of bar-1: ", Check(entries).Problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_that_was_taken_away_is_found()
    {
        entries.RemoveAt(2);

        Assert.Equal(["line 3: record 1/2 of bar-1: it does not follow 1/0"], Check(entries).Problems);
    }

    [Fact]
    public void A_record_of_nobody_is_found()
    {
        entries.RemoveAt(0);

        Assert.Equal(
            [
                "line 2: record 1/1 of bar-1: the terminal or its epoch is not enrolled",
                "line 3: record 1/2 of bar-1: the terminal or its epoch is not enrolled",
            ],
            Check(entries).Problems);
    }

    [Fact]
    public void Cards_that_were_added_twice_are_found()
    {
        entries.Add(entries[1]);

        Assert.Equal([$"line 5: card {Site.Card(Guest)} is there already"], Check(entries).Problems);
    }

    [Fact]
    public void Amounts_that_are_too_large_for_an_account_are_found()
    {
        entries[1] = new LedgerEntry.CardsAdded(
            [LedgerBench.NewCard(Guest, $"TLF {Money.Limit}"), LedgerBench.NewCard(Other, "TLF 1")]);

        Assert.StartsWith("line 2: issued would have ", Check(entries).Problems[0], StringComparison.Ordinal);
    }

    /// <summary>An earlier build may have said the same in other words.</summary>
    [Fact]
    public void What_is_to_be_looked_at_is_compared_by_its_kind_and_not_by_its_words()
    {
        var ledger = new LedgerBench(site).With((Guest, "TLF 0"));
        ledger.Take(new JournalWriter(site).Next(JournalWriter.Beer(Guest)));
        entries.Clear();
        entries.AddRange(ledger.Store.Entries());
        entries[2] = First with { Findings = [First.Findings!.Value[0] with { What = "more than there was" }] };
        Assert.Empty(Check(entries).Problems);

        entries[2] = First with { Findings = [First.Findings!.Value[0] with { Kind = RowKind.Fork }] };
        Assert.Contains("to look at ", Assert.Single(Check(entries).Problems), StringComparison.Ordinal);
    }

    /// <summary>Its row says what to do: what was acknowledged so is not booked after all.</summary>
    [Fact]
    public void What_a_build_could_not_read_stays_unbooked_when_a_later_one_reads_it()
    {
        entries[2] = First with
        {
            Postings = [], Findings = [new Finding(RowKind.Unreadable, "a fact that this ledger cannot read: beer")],
        };

        var check = Check(entries);

        Assert.Empty(check.Problems);
        var wallet = Account.Of(WalletOf(Guest));
        Assert.Equal(new Money(650), check.Books.BalanceOf(wallet, AssetId.Parse("TLF")));
        var again = LedgerBench.Of(site, entries);
        Assert.Equal((650, RowKind.Unreadable), (again.Balance(Guest), Assert.Single(again.Rows).Kind));
    }

    /// <summary>What some accounts have together is more than money can count.</summary>
    [Fact]
    public void Good_books_with_large_amounts_agree()
    {
        var ledger = new LedgerBench(site).With((Guest, "TLF 0"));
        var terminal = new JournalWriter(site);
        Payment All(string uid) => new(Site.Card(uid), null, [Records.Amount("TLF", Money.Limit)]);
        ledger.Take(
            terminal.Next(new Fact.Refill(All(Guest), Site.Card(Other))),
            terminal.Next(new Fact.DepositReturn(All("DEADBEEF"), 1, Site.Card(Other))));

        Assert.Empty(Check(ledger.Store.Entries()).Problems);
    }

    [Theory]
    [InlineData("\"number\":3", "\"number\":4", "number 4; expected 3")]
    [InlineData("\"kind\":\"recordBooked\"", "\"kind\":\"recordLost\"", "kind \"recordLost\"")]
    [InlineData("{\"number\":3", "{{\"number\":3", "line 3: ")]
    public void A_line_that_cannot_be_read_is_named_and_ends_the_check(string before, string after, string expected)
    {
        var ledger = new LedgerBench(site).With((Guest, "TLF 1000"));
        ledger.Take(new JournalWriter(site).Next(JournalWriter.Beer(Guest)));
        var log = Encoding.UTF8.GetString(ledger.Disk.Read("ledger.log"));
        ledger.Disk.Replace(
            "ledger.log", Encoding.UTF8.GetBytes(log.Replace(before, after, StringComparison.Ordinal)));

        var problem = Assert.Single(Check(ledger.Store.Entries()).Problems);

        Assert.Contains("line 3: ", problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.EndsWith("Nothing from line 3 on was checked.", problem, StringComparison.Ordinal);
    }

    private LedgerCheck Check(IEnumerable<LedgerEntry> entries)
    {
        var check = new LedgerCheck(Site.Id, site.LedgerKeys);
        check.Run(entries);
        return check;
    }
}
