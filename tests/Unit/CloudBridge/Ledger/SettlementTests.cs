using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Holds, and what is given back: of a guest with 10.00 and another with 1.00.</summary>
public sealed class SettlementTests : IDisposable
{
    private static readonly CardToken Staff = Site.Card("0455667788AABB");

    private readonly Site site = new();
    private readonly JournalWriter terminal;
    private LedgerBench ledger;

    public SettlementTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 1000"), (Other, "TLF 100"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void A_hold_lowers_what_a_list_says_and_moves_nothing()
    {
        Take(Hold(700));

        Assert.Equal((1000, 300), (ledger.Balance(Guest), Listed()));
        ledger = ledger.Crash();
        Assert.Equal((1000, 300), (ledger.Balance(Guest), Listed()));
    }

    [Fact]
    public void A_capture_is_booked_and_frees_the_rest()
    {
        var held = Take(Hold(700));
        Take(Capture(held, 250));

        Assert.Equal((750, 750, 0), (ledger.Balance(Guest), Listed(), Rows().Count));
    }

    /// <summary>Pulses · microlitres · cents · is that what it comes to?</summary>
    [Theory]
    [InlineData(250, 250_000, 250, true)]
    [InlineData(250, 250_000, 249, false)]
    [InlineData(249, 249_000, 250, false)]
    [InlineData(250, 300_000, 250, false)]
    [InlineData(800, 800_000, 700, true)]
    [InlineData(long.MaxValue / 1024, 9_007_199_254_740_991, 700, true)]
    public void A_capture_is_computed_again_and_booked_as_it_was_said(
        long pulses, long microlitres, long amount, bool isRight)
    {
        var held = Take(Hold(700));
        Take(new Fact.Capture(held, Pays(Guest, amount), pulses, microlitres, "cardGone"));

        Assert.Equal(1000 - amount, ledger.Balance(Guest));
        Assert.Equal(isRight ? [] : [RowKind.Miscounted], Rows().Select(row => row.Kind));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_release_of_what_was_poured_and_costs_something_is_told()
    {
        var held = Take(Hold(700));
        Take(new Fact.Release(held, "cardGone", new PourFlowed(1, 250, 250, 250_000)));

        Assert.Equal("released; its pulses come to 250", Assert.Single(Rows()).What);
    }

    [Fact]
    public void A_release_frees_all_of_it_once()
    {
        var held = Take(Hold(700));
        Take(new Fact.Release(held, "noFlow"));
        Assert.Equal((1000, 0), (Listed(), Rows().Count));

        Take(new Fact.Release(held, "noFlow"));

        Assert.Equal(1000, Listed());
        Assert.Contains("no hold 1/1 is open", Assert.Single(Rows()).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_capture_above_its_hold_is_booked_as_stated_and_somebody_is_told()
    {
        var held = Take(Hold(200));
        Take(Capture(held, 250));

        Assert.Equal((750, 750), (ledger.Balance(Guest), Listed()));
        Assert.Equal("captured 250 TLF of a hold of 200", Assert.Single(Rows()).What);
    }

    [Fact]
    public void A_capture_of_an_asset_that_was_not_held_is_more_than_was_held()
    {
        var held = Take(Hold(700));
        Take(new Fact.Capture(held, Pays(Guest, 100, "FED"), 10, 1_000, "cardGone"));

        Assert.StartsWith("captured 100 FED of a hold of 0", Assert.Single(Rows()).What, StringComparison.Ordinal);
    }

    /// <summary>What was poured was poured. Nobody's hold is freed by another's capture.</summary>
    [Fact]
    public void A_capture_that_names_no_hold_of_its_card_is_booked_and_somebody_is_told()
    {
        var held = Take(Hold(700));
        Take(Capture(new RecordPosition(1, 77), 50));
        Take(new Fact.Capture(held, Pays(Other, 60), 10, 1_000, "cardGone"));

        Assert.Equal((950, 40, 250), (ledger.Balance(Guest), ledger.Balance(Other), Listed()));
        Assert.Equal(2, Rows().Count);
    }

    [Fact]
    public void A_hold_that_nothing_closes_stops_counting_after_15_minutes_and_a_later_capture_is_booked()
    {
        var held = Take(Hold(700));
        ledger.Logic.OnTime(1_000);
        ledger.Logic.OnTime(1_000 + 15 * Clock.Minute - 1);
        Assert.Equal(300, Listed());

        ledger.Logic.OnTime(1_000 + 15 * Clock.Minute);
        ledger.Logic.OnTime(1_000 + 16 * Clock.Minute);

        Assert.Equal(1000, Listed());
        Assert.Equal(held, Assert.Single(Rows()).Position);
        ledger = ledger.Crash();
        Assert.Equal(1000, Listed());
        Take(Capture(held, 250));
        Assert.Equal((750, 750, 1), (ledger.Balance(Guest), Listed(), Rows().Count));
    }

    [Fact]
    public void A_ledger_that_starts_again_waits_for_holds_anew()
    {
        Take(Hold(700));
        ledger.Logic.OnTime(0);
        ledger = ledger.Crash();

        ledger.Logic.OnTime(14 * Clock.Minute);
        ledger.Logic.OnTime(28 * Clock.Minute);
        Assert.Equal(300, Listed());

        ledger.Logic.OnTime(29 * Clock.Minute);
        Assert.Equal(1000, Listed());
    }

    [Fact]
    public void A_free_sale_that_uses_an_allowance_changes_what_a_list_shows()
    {
        var before = ledger.Store.Read(books => books.CardsRevision);

        Take(JournalWriter.Beer(Guest) with
        {
            Payments = [],
            Basket = [(Beer with { Allowance = "water" }).Line(1) with { UnitPrice = Money.Zero }],
        });

        Assert.NotEqual(before, ledger.Store.Read(books => books.CardsRevision));
    }

    /// <summary>Invented assets would make a card too long for every list.</summary>
    [Fact]
    public void Of_an_asset_that_the_site_does_not_have_nothing_is_set_aside()
    {
        Take(Hold(700) with
        {
            Payment = Pays(Guest, 700) with
            {
                Parts = [Records.Amount("TLF", 700), Records.Amount("TLF-MOON", 50)],
            },
        });

        Assert.Equal(
            ["TLF 300"],
            ledger.Store.Read(books => books.Find(Site.Card(Guest))!.Balances
                .Select(row => $"{row.Asset} {row.Amount}").ToList()));
        Assert.Equal(
            (RowKind.UnknownAsset, "this site has no TLF-MOON: nothing was set aside"),
            (Assert.Single(Rows()).Kind, Rows()[0].What));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_sale_that_comes_after_its_closing_is_final()
    {
        Take(new Fact.FireOpened());
        var late = terminal.Next(JournalWriter.Beer(Guest));
        var closing = terminal.Next(new Fact.Closure(1, [], []));
        ledger.Take(closing);
        Assert.Null(ledger.Treasury.CloseGap(Site.Bar, new RecordPosition(1, 2), "lost"));
        ledger.Take(late);

        Take(new Fact.Void(new RecordPosition(1, 2), JournalWriter.Beer(Guest).Payments, Staff));

        Assert.Equal((650, 350), (ledger.Balance(Guest), Suspense(Guest)));
    }

    [Fact]
    public void A_closing_that_comes_late_ends_nothing_that_was_sold_after_it()
    {
        Take(new Fact.FireOpened());
        var late = terminal.Next(new Fact.Closure(1, [], []));
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
        Assert.Null(ledger.Treasury.CloseGap(Site.Bar, new RecordPosition(1, 2), "lost"));
        ledger.Take(late);

        Take(new Fact.Void(new RecordPosition(1, 3), JournalWriter.Beer(Guest).Payments, Staff));

        Assert.Equal((1000, 0), (ledger.Balance(Guest), Suspense(Guest)));
    }

    [Fact]
    public void What_may_be_given_back_is_bounded()
    {
        var takings = new Takings();
        ValueList<Payment> payments = [Pays(Guest, 350)];
        for (var sequence = 1; sequence <= Takings.Most + 1; sequence++)
        {
            var position = new RecordPosition(1, sequence);
            takings.Add(position, new BookedTaking(payments, [], IsSale: false, position));
        }

        Assert.Null(takings.Find(new RecordPosition(1, 1), payments));
        Assert.NotNull(takings.Find(new RecordPosition(1, 2), payments));
        Assert.NotNull(takings.Find(new RecordPosition(1, Takings.Most + 1), payments));
    }

    [Fact]
    public void A_void_gives_back_exactly_what_its_sale_took_once()
    {
        var sale = JournalWriter.Beer(Guest);
        var voided = Take(sale);
        Take(new Fact.Void(voided, sale.Payments, Staff));
        Assert.Equal((1000, 0), (ledger.Balance(Guest), Rows().Count));

        Take(new Fact.Void(voided, sale.Payments, Staff));

        Assert.Equal((1000, 350, 1), (ledger.Balance(Guest), Suspense(Guest), Rows().Count));
    }

    [Fact]
    public void A_sale_and_its_void_may_come_in_one_message()
    {
        var sale = JournalWriter.Beer(Guest);

        ledger.Take(
            terminal.Next(sale), terminal.Next(new Fact.Void(new RecordPosition(1, 1), sale.Payments, Staff)));

        Assert.Equal((1000, 0), (ledger.Balance(Guest), Rows().Count));
    }

    public static TheoryData<string, Func<RecordPosition, Fact>> Unproven => new()
    {
        { "more than was taken", at => new Fact.Void(at, [Pays(Guest, 351)], Staff) },
        { "less than was taken", at => new Fact.Void(at, [Pays(Guest, 349)], Staff) },
        { "to another card", at => new Fact.Void(at, [Pays(Guest, 350) with { Card = Site.Card(Other) }], Staff) },
        { "to another wallet", at => new Fact.Void(at, [Pays(Guest, 350) with { Wallet = WalletOf(Other) }], Staff) },
        { "another asset", at => new Fact.Void(at, [Pays(Guest, 350, "FED")], Staff) },
        { "a sale that is not there", at => new Fact.Void(at.Next().Next(), [Pays(Guest, 350)], Staff) },
        { "a sale as an entry", at => new Fact.EntryAbandoned(at, [Pays(Guest, 350)]) },
    };

    [Theory]
    [MemberData(nameof(Unproven))]
    public void What_is_not_proven_to_have_been_taken_waits_in_suspense(
        string what, Func<RecordPosition, Fact> returns)
    {
        Assert.NotEmpty(what);
        var sold = Take(JournalWriter.Beer(Guest));

        Take(returns(sold));

        Assert.Equal((650, 100), (ledger.Balance(Guest), ledger.Balance(Other)));
        Assert.Contains("nothing like it was taken", Assert.Single(Rows()).What, StringComparison.Ordinal);
        Take(new Fact.Void(sold, JournalWriter.Beer(Guest).Payments, Staff));
        Assert.Equal(1000, ledger.Balance(Guest));
    }

    [Fact]
    public void A_closing_ends_what_may_be_voided()
    {
        var sold = Take(JournalWriter.Beer(Guest));
        Take(new Fact.Closure(1, [], []));

        Take(new Fact.Void(sold, JournalWriter.Beer(Guest).Payments, Staff));

        Assert.Equal((650, 350), (ledger.Balance(Guest), Suspense(Guest)));
    }

    [Fact]
    public void An_entry_is_given_back_once_also_after_a_closing()
    {
        var entered = Take(new Fact.Entry(Site.Card(Guest), 1, [Pays(Guest, 350)], Records.Verdict));
        Take(new Fact.Closure(1, [], []));
        Take(new Fact.EntryAbandoned(entered, [Pays(Guest, 350)]));
        Take(new Fact.EntryAbandoned(entered, [Pays(Guest, 350)]));

        Assert.Equal((1000, 350), (ledger.Balance(Guest), Suspense(Guest)));
    }

    [Fact]
    public void An_entry_that_was_passed_is_not_given_back()
    {
        var entered = Take(new Fact.Entry(Site.Card(Guest), 1, [Pays(Guest, 350)], Records.Verdict));
        var other = Take(new Fact.Entry(Site.Card(Guest), 1, [Pays(Guest, 350)], Records.Verdict));
        Take(new Fact.EntryPassed(entered));

        Take(new Fact.EntryAbandoned(entered, [Pays(Guest, 350)]));
        Take(new Fact.EntryAbandoned(other, [Pays(Guest, 350)]));

        Assert.Equal((650, 350), (ledger.Balance(Guest), Suspense(Guest)));
    }

    [Fact]
    public void A_sale_that_two_cards_paid_is_given_back_to_both()
    {
        Fact.Sale sale = JournalWriter.Beer(Guest) with { Payments = [Pays(Guest, 300), Pays(Other, 50)] };
        var sold = Take(sale);
        Assert.Equal((700, 50), (ledger.Balance(Guest), ledger.Balance(Other)));

        Take(new Fact.Void(sold, sale.Payments, Staff));

        Assert.Equal((1000, 100), (ledger.Balance(Guest), ledger.Balance(Other)));
    }

    [Fact]
    public void What_an_unknown_card_paid_goes_back_to_where_it_was_taken_from()
    {
        Fact.Sale sale = JournalWriter.Beer("DEADBEEF");
        sale = sale with { Payments = [sale.Payments[0] with { Wallet = null }] };
        var sold = Take(sale);
        ledger.Add(new LedgerEntry.CardsAdded([LedgerBench.NewCard("DEADBEEF", "TLF 100")]));

        Take(new Fact.Void(sold, sale.Payments, Staff));

        Assert.Equal((100, 0), (ledger.Balance("DEADBEEF"), Suspense("DEADBEEF")));
    }

    [Fact]
    public void All_books_agree_after_all_of_it()
    {
        var held = Take(Hold(700));
        Take(Capture(held, 250));
        var sold = Take(JournalWriter.Beer(Guest));
        Take(new Fact.Void(sold, JournalWriter.Beer(Guest).Payments, Staff));
        Take(new Fact.Void(sold, JournalWriter.Beer(Guest).Payments, Staff));

        var check = new LedgerCheck(Site.Id, site.LedgerKeys);
        check.Run(ledger.Store.Entries());

        Assert.Empty(check.Problems);
        Assert.Equal(750, ledger.Crash().Balance(Guest));
    }

    private RecordPosition Take(Fact fact)
    {
        ledger.Take(terminal.Next(fact));
        return ledger.Store.Read(books => new RecordPosition(
            1, books.TryFind(Site.Bar, out var book) ? book.Chain(1)!.Sequence : 0));
    }

    /// <summary>A pulse is a millilitre, and a millilitre a cent.</summary>
    private static Fact.Hold Hold(long amount) =>
        new(Pays(Guest, amount), ArticleId.Parse("beer"), new Money(1_000), 1_000, Records.Verdict);

    private static Fact.Capture Capture(RecordPosition held, long amount) =>
        new(held, Pays(Guest, amount), amount, amount * 1_000, "cardGone");

    private static Payment Pays(string uid, long amount, string asset = "TLF") =>
        new(Site.Card(uid), WalletOf(uid), [Records.Amount(asset, amount)]);

    private long Listed(string uid = Guest) => ledger.Store.Read(books => books.Find(Site.Card(uid))!
        .Balances.Single(row => row.Asset == AssetId.Parse("TLF")).Amount.MinorUnits);

    private long Suspense(string uid) => ledger.Store.Read(books =>
        books.BalanceOf(Account.SuspenseOf(Site.Card(uid)), AssetId.Parse("TLF")).MinorUnits);

    private List<ReconciliationRow> Rows() => ledger.Store.Read(books => books.Rows.ToList());
}
