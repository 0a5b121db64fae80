using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>The day for which an allowance counts that was used: lines come on a Friday at 11.00.</summary>
public sealed class AllowanceDayTests : IDisposable
{
    private const long Received = Clock.Noon - Clock.Hour;

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private Digest last;
    private long sequence;

    public AllowanceDayTests() => ledger = new LedgerBench(site).With((Guest, "TLF 5000"), (Other, "TLF 5000"));

    public void Dispose() => site.Dispose();

    [Theory]
    [InlineData(Received, true, 0)]
    [InlineData(Received - Clock.Day, true, -1)]
    [InlineData(Received + Clock.Day, true, 0)]
    [InlineData(Received + 3_000 * Clock.Day, true, 0)]
    [InlineData(Received - Clock.Day, false, 0)]
    [InlineData(0, false, 0)]
    [InlineData(Received + 3_000 * Clock.Day, false, 0)]
    public void It_is_never_one_to_come_and_that_of_receipt_where_the_terminal_did_not_know(
        long made, bool isTrusted, int expected)
    {
        Sell(Guest, made, isTrusted);

        Assert.Equal([new AllowanceUse("alcohol", Today + expected, 1)], Used(Guest));
    }

    /// <summary>A clock of the year 2034 once hid all that was used until then.</summary>
    [Fact]
    public void A_clock_that_was_wrong_by_years_hides_nothing_that_is_used_later()
    {
        Sell(Guest, Received + 3_000 * Clock.Day, isTrusted: true);
        Sell(Guest, Received, isTrusted: true);

        Assert.Equal([new AllowanceUse("alcohol", Today, 2)], Used(Guest));
        Assert.Equal(ledger.State, ledger.Crash().State);
    }

    [Fact]
    public void Two_wallets_that_are_merged_keep_what_both_used_today()
    {
        Sell(Other, Received + 3_000 * Clock.Day, isTrusted: false);
        Sell(Guest, Received, isTrusted: true);
        Sell(Guest, Received, isTrusted: true);

        ledger.Add(new LedgerEntry.WalletsMerged(WalletOf(Other), WalletOf(Guest)));

        Assert.Equal([new AllowanceUse("alcohol", Today, 3)], Used(Guest));
    }

    /// <summary>A line that waits counts for the day on which it came, not for that on which it is booked.</summary>
    [Fact]
    public void What_waited_counts_for_the_day_on_which_it_came()
    {
        var first = Line(Guest, Received, isTrusted: false);
        var second = Line(Guest, Received, isTrusted: false);
        ledger.Logic.Received([LedgerBench.Message(second)], 0, Received - Clock.Day);

        ledger.Logic.Received([LedgerBench.Message(first)], 0, Received - Clock.Day);

        Assert.Equal([new AllowanceUse("alcohol", Today - 1, 2)], Used(Guest));
    }

    private static long Today => TerminalLimits.Default.DayOf(Received);

    private void Sell(string uid, long made, bool isTrusted) => ledger.Take(Line(uid, made, isTrusted));

    private SignedObject Line(string uid, long made, bool isTrusted)
    {
        var sale = JournalWriter.Beer(uid) with { Basket = [(Beer with { Allowance = "alcohol" }).Line(1)] };
        var record = Records.At(++sequence, sale, last);
        var line = RecordLine.Write(
            record with { Stamp = record.Stamp with { WallMilliseconds = made, Trusted = isTrusted } },
            site.Terminal);
        last = line.Hash();
        return line;
    }

    private ValueList<AllowanceUse> Used(string uid) =>
        ledger.Store.Read(books => books.Find(Site.Card(uid))!.AllowancesUsed);
}
