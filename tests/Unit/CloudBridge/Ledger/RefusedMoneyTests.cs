using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>
/// Every way by which money comes into the ledger, and every amount or asset that is none: each is refused by the error
/// that its entry declares, and changes nothing.
/// </summary>
public sealed class RefusedMoneyTests : IDisposable
{
    private static readonly CardToken Staff = Site.Card("0455667788AABB");
    private static readonly Payment Pays = JournalWriter.Beer(Guest).Payments[0];

    private static readonly string[] BadAmounts =
        ["-1", "0", "9007199254740992", "-9007199254740992", "1.5", "1e400", "\"5\"", "null"];

    private static readonly string[] BadAssets = ["EUR", "SUB", "BDG-CREW", "tlf", "TLF-", "TLFLYON", ""];

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public RefusedMoneyTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 1000"), (Other, "TLF 100"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    /// <summary>Every kind of fact that carries a payment.</summary>
    private static IEnumerable<Fact> PayingFacts =>
    [
        JournalWriter.Beer(Guest),
        new Fact.Hold(Pays, ArticleId.Parse("beer"), new Money(700), 450, Records.Verdict),
        new Fact.Capture(new RecordPosition(1, 1), Pays, 10, 1_000, "cardGone"),
        new Fact.Entry(Site.Card(Guest), 1, [Pays], Records.Verdict),
        new Fact.EntryAbandoned(new RecordPosition(1, 1), [Pays]),
        new Fact.Void(new RecordPosition(1, 1), [Pays], Staff),
        new Fact.Refill(Pays, Staff),
        new Fact.Refund(Pays, Staff),
        new Fact.DepositReturn(Pays, 1, Staff),
    ];

    public static TheoryData<string, string, string> Facts =>
    [
        .. from fact in PayingFacts
           from bad in BadAmounts.Select(amount => ("\"amount\":350", $"\"amount\":{amount}"))
               .Concat(BadAssets.Select(asset => ("\"asset\":\"TLF\"", $"\"asset\":\"{asset}\"")))
           select (FactKinds.Of(fact), bad.Item1, bad.Item2),
    ];

    [Fact]
    public void Every_fact_that_moves_or_sets_aside_money_is_in_the_table()
    {
        var moving = typeof(Fact).GetNestedTypes()
            .Where(type => type.GetMethod(nameof(Fact.Movements))?.DeclaringType == type)
            .Append(typeof(Fact.Hold));

        Assert.Equal(moving.ToHashSet(), PayingFacts.Select(fact => fact.GetType()).ToHashSet());
    }

    /// <summary>A signed line stands in its place for ever; what it says is not booked, and somebody is told.</summary>
    [Theory]
    [MemberData(nameof(Facts))]
    public void A_fact_with_money_that_is_none_moves_nothing(string kind, string good, string bad)
    {
        var fact = PayingFacts.Single(fact => FactKinds.Of(fact) == kind);
        var payload = Encoding.UTF8.GetString(RecordLine.Payload(Records.At(1, fact)).Span);
        Assert.Contains(good, payload, StringComparison.Ordinal);
        var line = Jws.OpenUnverified(
            JwsType.Record,
            Forge.Sign(JwsType.Record, payload.Replace(good, bad, StringComparison.Ordinal), site.Terminal)).OrThrow();
        Assert.False(RecordLine.Read(line, Site.Id).Succeeded(out _, out var error));
        Assert.Equal(FormatErrorKind.BadContent, error.Kind);
        var before = Books(ledger);

        ledger.Take(line);

        Assert.Equal(before, Books(ledger));
        Assert.Equal(before, Books(ledger.Crash()));
        Assert.Equal(RowKind.Unreadable, Assert.Single(ledger.Store.Read(books => books.Rows.ToList())).Kind);
    }

    public static TheoryData<string, Func<LedgerBooks, LedgerEntry>, string> Entries => new()
    {
        {
            "a card with less than nothing",
            _ => Adds(LedgerBench.NewCard("DEADBEEF", "TLF -1")), "expected balances not below zero"
        },
        {
            "a card with a membership as money",
            _ => Adds(LedgerBench.NewCard("DEADBEEF", "SUB 1")), "of assets that have one"
        },
        {
            "cards with more than can be counted",
            _ => Adds(LedgerBench.NewCard("DEADBEEF", $"TLF {Money.Limit}")), "issued would have"
        },
        { "a card that is there", _ => Adds(LedgerBench.NewCard(Guest, "TLF 1")), "is there already" },
        {
            "a card twice",
            _ => Adds(LedgerBench.NewCard("DEADBEEF", "TLF 1"), LedgerBench.NewCard("DEADBEEF", "TLF 1")),
            "is there already"
        },
        {
            "a wallet that nobody has",
            _ => new LedgerEntry.WalletsMerged(WalletOf("DEADBEEF"), WalletOf(Guest)), "there is no wallet"
        },
        {
            "into a wallet that nobody has",
            _ => new LedgerEntry.WalletsMerged(WalletOf(Guest), WalletOf("DEADBEEF")), "there is no wallet"
        },
        {
            "a wallet into itself",
            _ => new LedgerEntry.WalletsMerged(WalletOf(Guest), WalletOf(Guest)), "into itself"
        },
        {
            "a card that nobody has lost",
            _ => new LedgerEntry.CardReissued(Site.Card("DEADBEEF"), Site.Card("04A1A1A1A1A1A1"), CardClass.Uid),
            "there is no card"
        },
        {
            "a card that another has",
            _ => new LedgerEntry.CardReissued(Site.Card(Guest), Site.Card(Other), CardClass.Uid), "is there already"
        },
        {
            "a hold that is not open",
            _ => new LedgerEntry.HoldOverdue(Site.Bar, 1, 1), "no hold 1/1 of bar-1 is open and counts"
        },
        {
            "one side of a booking",
            _ => Booked(new Posting(Account.Of(WalletOf(Guest)), Tlf, new Money(1))), "sum up to 1"
        },
        {
            "a booking to a wallet that nobody has",
            _ => Booked(
                new Posting(Account.Of(WalletOf("DEADBEEF")), Tlf, new Money(1)),
                new Posting(Account.SalesOf(Site.Bar), Tlf, new Money(-1))),
            "there is no wallet/"
        },
        {
            "a booking of more than an account can hold",
            _ => Booked(
                new Posting(Account.Of(WalletOf(Guest)), Tlf, new Money(Money.Limit)),
                new Posting(Account.SalesOf(Site.Bar), Tlf, new Money(-Money.Limit))),
            "would have"
        },
    };

    [Theory]
    [MemberData(nameof(Entries))]
    public void An_entry_that_the_books_cannot_take_is_refused_by_name_and_changes_nothing(
        string what, Func<LedgerBooks, LedgerEntry> entry, string expected)
    {
        Assert.NotEmpty(what);
        var (before, log) = (Books(ledger), ledger.Disk.Read("ledger.log"));

        var error = Assert.Throws<LedgerStoreException>(() => ledger.Add(ledger.Store.Read(entry)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("Not stored in ", error.Message, StringComparison.Ordinal);
        Assert.Equal(log, ledger.Disk.Read("ledger.log"));
        Assert.Equal(before, Books(ledger.Crash()));
    }

    [Theory]
    [InlineData("\"asset\":\"TLF\",\"amount\":-1")]
    [InlineData("\"asset\":\"TLF\",\"amount\":9007199254740992")]
    [InlineData("\"asset\":\"TLF\",\"amount\":1.5")]
    [InlineData("\"asset\":\"EUR\",\"amount\":1000")]
    [InlineData("\"asset\":\"SUB\",\"amount\":1000")]
    public void A_log_with_money_that_is_none_is_damaged_and_read_by_nobody(string bad)
    {
        const string good = "\"asset\":\"TLF\",\"amount\":1000";
        var log = Encoding.UTF8.GetString(ledger.Disk.Read("ledger.log"));
        Assert.Contains(good, log, StringComparison.Ordinal);
        ledger.Disk.Replace("ledger.log", Encoding.UTF8.GetBytes(log.Replace(good, bad, StringComparison.Ordinal)));

        var error = Assert.Throws<LedgerDamageException>(() => Books(ledger.Crash()));

        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Chunks =>
    [
        .. new[] { "9007199254740992", "-9007199254740992", "1.5", "1e400", "\"5\"", "null" }
            .Select(amount => ("\"amount\":850", $"\"amount\":{amount}")),
        .. new[] { "EUR", "tlf", "TLF-", "" }.Select(asset => ("\"asset\":\"TLF\"", $"\"asset\":\"{asset}\"")),
    ];

    [Theory]
    [MemberData(nameof(Chunks))]
    public void A_list_with_money_that_is_none_is_refused_whole(string good, string bad)
    {
        var text = Encoding.UTF8.GetString(Assert.Single(CardChunks.Write([Card(Guest, "TLF 850")])));
        Assert.Contains(good, text, StringComparison.Ordinal);

        var reading = CardChunks.Read(
            Encoding.UTF8.GetBytes(text.Replace(good, bad, StringComparison.Ordinal)), index: 0, count: 1);

        Assert.False(reading.Succeeded(out _, out var error));
        Assert.Equal(FormatErrorKind.BadContent, error.Kind);
    }

    [Fact]
    public void Arithmetic_beyond_the_limit_throws_what_it_declares()
    {
        var most = new Money(Money.Limit);

        Assert.Throws<OverflowException>(() => new Money(Money.Limit + 1));
        Assert.Throws<OverflowException>(() => most + new Money(1));
        Assert.Throws<OverflowException>(() => -most - new Money(1));
        Assert.Throws<OverflowException>(() => most * 2);
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue / 2));
        Assert.Throws<OverflowException>(() => MoneySums.Sum([most, new Money(1)]));
        Assert.Throws<FormatException>(() => AssetId.Parse("EUR"));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SpendOrder.TrySplit(new Money(-1), [Records.Amount("TLF", 5)], paidWith: null, out _));
        Assert.Equal(most, MoneySums.SumOrLimit([most, most, most]));
        Assert.Equal(-most, MoneySums.SumOrLimit([-most, -most]));
    }

    private static AssetId Tlf { get; } = AssetId.Parse("TLF");

    private static LedgerEntry.CardsAdded Adds(params NewCard[] cards) => new([.. cards]);

    private static LedgerEntry.RecordBooked Booked(params Posting[] postings) =>
        new(Site.Bar, 1, 1, Digest.Of("a line"u8), "a.b.c", [.. postings], null);

    /// <summary>All balances, and what a list shows.</summary>
    private static string Books(LedgerBench bench) => bench.Store.Read(books =>
        string.Join('\n', books.Balances) + string.Join('\n', books.Cards().OrderBy(card => card.Card)));
}
