using System.Net;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger.Api;

/// <summary>Payments at the ledger: each once, on both sides, and never more than there is.</summary>
public sealed class PaymentTests : IDisposable
{
    private static readonly Account Wallet = Account.Of(WalletOf(Guest));

    private readonly Site site = new();
    private readonly ManualTime time = new(DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon));
    private LedgerBench ledger;

    public PaymentTests() => ledger = new LedgerBench(site).With((Guest, "TLF 1000, TNF 200"), ("DEADBEEF", ""));

    private MoneyDesk Desk => new(new KeyedStore(ledger.Store, time), Site.Id, site.Ledger, time);

    public void Dispose() => site.Dispose();

    [Fact]
    public void A_refill_has_both_sides_and_stays_when_the_process_ends()
    {
        var answer = Done(Desk.Refill(Site.Card(Guest), Paid(500), Key("a")));
        Assert.Equal((500, 1_500), (answer.Amount.MinorUnits, answer.Balance.MinorUnits));

        ledger = ledger.Crash();
        Assert.Equal(1_500, ledger.Balance(Guest));
        Assert.Equal(-500, ledger.Of(Account.PaidBy(PaymentSource.CardPayment), "TLF"));
        Assert.Equal(1_500, ledger.Listed(Guest));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void The_same_request_is_done_once_also_after_a_crash()
    {
        var first = Done(Desk.Refill(Site.Card(Guest), Paid(500), Key("a")));
        Desk.Refund(Site.Card(Guest), Paid(100), Key("b"));

        ledger = ledger.Crash();
        var again = Assert.IsType<Outcome<PaidAnswer>.Again>(Desk.Refill(Site.Card(Guest), Paid(500), Key("a")));

        Assert.Equal(
            System.Text.Json.JsonSerializer.Serialize(first, ApiJson.Default.PaidAnswer), again.Json);
        Assert.Equal(1_400, ledger.Balance(Guest));
        Assert.Equal(
            RefusalKind.KeyReused,
            Why(Desk.Refill(Site.Card(Guest), Paid(501), Key("a") with { Fingerprint = default })));
        Assert.Equal(1_400, ledger.Balance(Guest));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void The_books_take_no_entry_whose_request_was_done()
    {
        Desk.Refill(Site.Card(Guest), Paid(500), Key("a"));
        var entry = ledger.Store.Entries().OfType<LedgerEntry.WalletRefilled>().Single();

        Assert.Contains(
            "its request was done before",
            Assert.Throws<LedgerStoreException>(() => ledger.Add(entry)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_refund_takes_no_more_than_the_wallet_has()
    {
        Assert.Equal(RefusalKind.BalanceTooLow, Why(Desk.Refund(Site.Card(Guest), Paid(1_001), Key("a"))));
        Done(Desk.Refund(Site.Card(Guest), Paid(1_000), Key("b")));
        Assert.Equal(RefusalKind.BalanceTooLow, Why(Desk.Refund(Site.Card(Guest), Paid(1), Key("c"))));

        Assert.Equal(0, ledger.Balance(Guest));
        Assert.Equal(1_000, ledger.Of(Account.PaidBy(PaymentSource.CardPayment), "TLF"));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void What_waits_to_be_booked_is_not_paid_out()
    {
        var terminal = new JournalWriter(site);
        terminal.Next(JournalWriter.Beer(Guest));
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
        Assert.Equal((1_000, 650), (ledger.Balance(Guest), ledger.Listed(Guest)));

        Assert.Equal(RefusalKind.BalanceTooLow, Why(Desk.Refund(Site.Card(Guest), Paid(651), Key("a"))));
        Done(Desk.Refund(Site.Card(Guest), Paid(650), Key("b")));
    }

    [Fact]
    public void What_the_house_gave_is_not_paid_out_and_nobody_pays_for_it_with_a_gift()
    {
        Assert.Equal(
            RefusalKind.NotPossible,
            Why(Desk.Refund(Site.Card(Guest), Paid(100) with { Asset = AssetId.Parse("TNF") }, Key("a"))));
        Assert.Equal(
            RefusalKind.NotPossible,
            Why(Desk.Refill(Site.Card(Guest), Paid(100) with { Source = PaymentSource.Gift }, Key("a"))));
        Done(Desk.Refill(
            Site.Card(Guest), Paid(100) with { Asset = AssetId.Parse("TNF"), Source = PaymentSource.Gift }, Key("a")));

        Assert.Equal(300, ledger.Balance(Guest, "TNF"));
        Assert.Equal(-300, ledger.Of(Account.Issued, "TNF"));
        Assert.Empty(ledger.Problems);
    }

    [Theory]
    [InlineData(0, "TLF", "x", null, RefusalKind.NotPossible)]
    [InlineData(-5, "TLF", "x", null, RefusalKind.NotPossible)]
    [InlineData(5, "SUB", "x", null, RefusalKind.NotPossible)]
    [InlineData(5, "TLF-PARIS", "x", null, RefusalKind.NoSuchAsset)]
    [InlineData(5, "TLF", " ", null, RefusalKind.NotPossible)]
    [InlineData(5, "TLF", "x", "", RefusalKind.NotPossible)]
    [InlineData(5, "TLF", "x", "a\nb", RefusalKind.NotPossible)]
    [InlineData(Money.Limit, "TLF", "x", null, RefusalKind.TooMuch)]
    internal void What_cannot_be_booked_is_refused(
        long amount, string asset, string note, string? reference, RefusalKind expected)
    {
        var before = ledger.State;

        Assert.Equal(expected, Why(Desk.Refill(
            Site.Card(Guest),
            new PaymentRequest(AssetId.Parse(asset), new Money(amount), PaymentSource.Cash, note, reference),
            Key("a"))));

        Assert.Equal(before, ledger.State);
    }

    /// <summary>JSON has six bytes for each of these letters, and an act has its bounds.</summary>
    [Fact]
    public void A_note_that_would_not_fit_into_an_act_is_refused_and_the_longest_that_does_is_signed()
    {
        var reference = new string('é', LedgerPayment.LongestReference);
        var fits = Paid(5) with { Note = new string('é', 280), Reference = reference };

        Assert.Equal(
            RefusalKind.NotPossible,
            Why(Desk.Refill(Site.Card(Guest), fits with { Note = new string('é', 500) }, Key("a"))));
        Done(Desk.Refill(Site.Card(Guest), fits, Key("a")));
        Assert.Contains(
            "bytes",
            ledger.Treasury.ClosePeriod(DateTimeOffset.UnixEpoch, new string('é', 500)),
            StringComparison.Ordinal);
        Assert.Contains(
            "bytes",
            ledger.Treasury.Command(
                Site.Bar, CommandKind.Restart, null, TimeSpan.FromMinutes(1), new string('é', 500), out _),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_period_that_is_closed_stays_closed()
    {
        time.Advance(TimeSpan.FromHours(1));
        Assert.Null(ledger.Treasury.ClosePeriod(DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon), "counted"));
        Done(Desk.Refill(Site.Card(Guest), Paid(500), Key("a")));

        var setBack = new ManualTime(DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon));
        var desk = new MoneyDesk(new KeyedStore(ledger.Store, setBack), Site.Id, site.Ledger, setBack);

        Assert.Equal(RefusalKind.PeriodClosed, Why(desk.Refill(Site.Card(Guest), Paid(500), Key("b"))));
        Assert.Equal(RefusalKind.PeriodClosed, Why(desk.Refund(Site.Card(Guest), Paid(500), Key("b"))));
    }

    [Fact]
    public void A_blocked_card_is_paid_out_and_not_refilled()
    {
        ledger.Store.Change(draft => new CardChange { State = CardState.Blocked }
            .Make(draft, Site.Card(Guest), Guest, Clock.Noon, null, out _, out _));

        Assert.Equal(RefusalKind.CardBlocked, Why(Desk.Refill(Site.Card(Guest), Paid(500), Key("a"))));
        Done(Desk.Refund(Site.Card(Guest), Paid(500), Key("b")));
        Assert.Equal(RefusalKind.NoSuchCard, Why(Desk.Refill(Site.Card("00112233"), Paid(500), Key("c"))));
    }

    [Fact]
    public void Who_did_it_and_why_is_signed()
    {
        Done(Desk.Refill(Site.Card(Guest), Paid(500) with { Reference = "pi_3" }, Key("a")));
        var entry = ledger.Store.Entries().OfType<LedgerEntry.WalletRefilled>().Single();

        var act = TreasurerAct.ReadStored(entry.Act).OrThrow();
        Assert.Equal("web shop", act.Note);
        Assert.Equal(
            $"refill 500 TLF of card {Site.Card(Guest)}, wallet {WalletOf(Guest)}, cardPayment pi_3, by shop",
            act.Decision);
        var forged = LedgerBench.Of(site, [
            .. ledger.Store.Entries().Select(row => row == entry
                ? entry with { Payment = entry.Payment with { Amount = new Money(5) } }
                : row),
        ]);
        Assert.NotEmpty(forged.Problems);
    }

    [Fact]
    public void Keys_are_kept_by_their_number_and_none_that_is_young_is_forgotten()
    {
        var book = new RequestBook(most: 2);
        KeyedRequest Request(int at) => new(new Digest(0, (UInt128)at), default, at, "shop", "{}");
        book.Add(Request(1));
        book.Add(Request(2));

        Assert.Equal(RequestBook.Kept - TimeSpan.FromMilliseconds(4), book.FullFor("shop", 5));
        Assert.Null(book.FullFor("shop", 1 + (long)RequestBook.Kept.TotalMilliseconds));
        Assert.Equal(RequestBook.Kept, book.FullFor("shop", 0));
        book.Add(Request(3));
        Assert.False(book.TryFind(new Digest(0, 1), out _));
        Assert.True(book.TryFind(new Digest(0, 2), out _));
    }

    [Fact]
    public void One_token_cannot_use_up_the_keys_of_the_others()
    {
        var book = new RequestBook(most: 20, mostOfOne: 2);
        void Add(int at, string by) => book.Add(new KeyedRequest(new Digest(0, (UInt128)at), default, at, by, "{}"));
        Add(1, "shop");
        Add(2, "shop");

        Assert.Equal(RequestBook.Kept - TimeSpan.FromMilliseconds(9), book.FullFor("shop", 10));
        Assert.Null(book.FullFor("till", 10));
        Add(10, "till");
        Add(1 + (int)RequestBook.Kept.TotalMilliseconds, "shop");
        Assert.Equal(TimeSpan.FromMilliseconds(1), book.FullFor("shop", 1 + (long)RequestBook.Kept.TotalMilliseconds));
        Assert.True(book.TryFind(new Digest(0, 1), out _));
    }

    private static PaymentRequest Paid(long amount) => new(
        AssetId.Parse("TLF"), new Money(amount), PaymentSource.CardPayment, "web shop");

    private static RequestKey Key(string key) => RequestKey.Of(Site.Key, "shop", key, "POST", "{}"u8);

    private static PaidAnswer Done(Outcome<PaidAnswer> outcome) =>
        outcome is Outcome<PaidAnswer>.Done { Answer: var answer }
            ? answer
            : throw new InvalidOperationException(outcome.Why?.What);

    private static RefusalKind? Why(Outcome<PaidAnswer> outcome) => outcome.Why?.Kind;
}
