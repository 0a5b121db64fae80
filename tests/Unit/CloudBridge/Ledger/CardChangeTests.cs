using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>
/// Cards that the ledger knows are locked, unlocked, and given other dates, badges, ages and languages.
/// </summary>
public sealed class CardChangeTests : IDisposable
{
    private const string Manager = "04515253545556";
    private const string New = "0412345678ABCD";

    /// <summary>14:13 UTC.</summary>
    private const long Today = 1_790_000_000_000;

    private const long Hour = 3_600_000;

    private static readonly Entitlement ManagersBadge = Row("BDG-MANAGER", null, Today + Clock.Day);

    private readonly Site site = new();
    private readonly JournalWriter terminal;
    private LedgerBench ledger;

    public CardChangeTests()
    {
        terminal = new JournalWriter(site);
        ledger = new LedgerBench(site);
        ledger.Add(ledger.Enrolment() with
        {
            Limits = TerminalLimits.Default with { Staff = Tills.Staff }, AtMilliseconds = 0,
        });
        ledger.Add(new LedgerEntry.CardsAdded(
        [
            LedgerBench.NewCard(Guest, "TLF 1000") with { Entitlements = [] },
            LedgerBench.NewCard(Manager, "") with { Entitlements = [ManagersBadge], Age = AgeClass.Adult },
        ]));
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void A_card_is_locked_and_unlocked_and_all_else_stays_as_it_is()
    {
        var before = Find(Manager);

        Change(Manager, new CardChange { State = CardState.Blocked });
        Assert.Equal(before with { State = CardState.Blocked }, Find(Manager));
        Change(Manager, new CardChange { State = CardState.Ok });

        Assert.Equal(before, Find(Manager));
        ledger = ledger.Crash();
        Assert.Equal(before, Find(Manager));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void What_is_said_takes_the_place_of_what_was_and_the_rest_stays()
    {
        var bar = Row("BDG-BAR", 5, 10);
        Change(Manager, new CardChange { Entitlements = [bar, Row("SUB", null, 7)] });
        Change(Manager, new CardChange
        {
            Entitlements = [Row("BDG-BAR", 20, 30), Row("BDG-BAR", 40, 50)],
            Removed = [AssetId.Parse("SUB")],
            ValidThrough = new CardChange.Said<long?>(99),
            Age = AgeClass.Minor,
            Language = new CardChange.Said<LanguageTag?>(LanguageTag.Parse("fr")),
        });

        var card = Find(Manager);
        Assert.Equal([ManagersBadge, Row("BDG-BAR", 20, 30), Row("BDG-BAR", 40, 50)], card.Entitlements);
        Assert.Equal(
            (99, AgeClass.Minor, LanguageTag.Parse("fr")), (card.ValidThroughMilliseconds, card.Age, card.Language));

        Change(Manager, new CardChange
        {
            ValidThrough = new CardChange.Said<long?>(null), Language = new CardChange.Said<LanguageTag?>(null),
        });
        Assert.Equal((null, null), (Find(Manager).ValidThroughMilliseconds, Find(Manager).Language));
    }

    [Fact]
    public void Who_came_to_have_a_membership_keeps_money_and_what_was_used()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)), terminal.Next(new Fact.CounterUsed(Site.Card(Guest), 9)));

        Change(Guest, new CardChange { Entitlements = [Row("SUB", null, 7)] });

        Assert.Equal((650, true, 9), (ledger.Listed(Guest), Find(Guest).EverUsed, Find(Guest).Counter));
    }

    [Fact]
    public void A_change_makes_the_next_list_and_none_makes_none()
    {
        ledger.Logic.Connected(0);
        Change(Guest, new CardChange { State = CardState.Ok });
        Assert.Empty(ledger.Logic.OnTime(10_000));

        Change(Guest, new CardChange { State = CardState.Blocked });

        Assert.NotEmpty(ledger.Logic.OnTime(20_000));
        Assert.DoesNotContain(ledger.Store.Entries(), entry =>
            entry is LedgerEntry.CardChanged { State: CardState.Ok });
    }

    [Fact]
    public void What_a_terminal_has_blocked_may_be_unlocked_and_blocked_again()
    {
        ledger.Take(terminal.Next(new Fact.CardBlocked(Site.Card(Guest), Site.Card(Manager))));
        Assert.Equal(CardState.Blocked, Find(Guest).State);

        Change(Guest, new CardChange { State = CardState.Ok });
        Assert.Equal(CardState.Ok, Find(Guest).State);
        ledger.Take(terminal.Next(new Fact.CardBlocked(Site.Card(Guest), Site.Card(Manager))));

        Assert.Equal(CardState.Blocked, Find(Guest).State);
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_lost_card_stays_blocked_and_the_one_that_took_its_place_can_be_changed()
    {
        ledger.Add(new LedgerEntry.CardReissued(Site.Card(Guest), Site.Card(New), CardClass.Uid));

        Assert.Equal(
            $"card {Guest} was re-issued: it is blocked for good, because whoever found it would spend the same " +
            "wallet; change the card that took its place",
            TryChange(Guest, new CardChange { State = CardState.Ok }));
        Change(New, new CardChange { State = CardState.Blocked });

        Assert.Equal((CardState.Blocked, CardState.Blocked), (Find(Guest).State, Find(New).State));
        // Nor by an entry that somebody else wrote.
        Assert.Throws<LedgerStoreException>(() =>
            ledger.Add(new LedgerEntry.CardChanged(Site.Card(Guest), CardState.Ok, Today)));
    }

    [Fact]
    public void What_cannot_be_changed_is_said_and_changes_nothing()
    {
        var before = ledger.Store.Entries().Count();

        Assert.Equal(
            "card DEADBEEF is not in the ledger", TryChange("DEADBEEF", new CardChange { State = CardState.Ok }));
        Assert.Equal(
            $"card {Manager} holds no BDG-BAR; it holds BDG-MANAGER",
            TryChange(Manager, new CardChange { Removed = [AssetId.Parse("BDG-BAR")] }));
        Assert.Equal(
            $"card {Guest} holds no SUB; it holds none",
            TryChange(Guest, new CardChange { Removed = [AssetId.Parse("SUB")] }));

        Assert.Equal(before, ledger.Store.Entries().Count());
    }

    /// <summary>A terminal that was cut off brings in the evening what its staff gave in the morning.</summary>
    [Fact]
    public void What_staff_gave_is_held_against_the_badges_of_then()
    {
        ledger.TakeAt(Today, terminal.Next(new Fact.EpochOpened(null, null), Today));
        Change(Manager, new CardChange { Removed = [ManagersBadge.Asset] }, Today + Hour);
        Change(Manager, new CardChange { Entitlements = [ManagersBadge] }, Today + 3 * Hour);

        Gives(Today + Hour - 1);
        Assert.Equal((2_000, 0), (ledger.Balance(Guest), ledger.Suspense(Guest)));
        Gives(Today + 2 * Hour);
        Assert.Equal((2_000, 1_000), (ledger.Balance(Guest), ledger.Suspense(Guest)));
        Gives(Today + 3 * Hour);

        Assert.Equal((3_000, 1_000), (ledger.Balance(Guest), ledger.Suspense(Guest)));
        Assert.Equal([RowKind.Unauthorised], ledger.Rows.Select(row => row.Kind));
        Assert.Empty(ledger.Problems);
        Assert.Equal(ledger.State, ledger.Crash().State);
    }

    /// <summary>A list is there in seconds; a clock may be wrong by a minute.</summary>
    [Theory]
    [InlineData(-60_001, false)]
    [InlineData(-60_000, true)]
    [InlineData(0, true)]
    public void A_badge_that_is_new_counts_where_the_clock_is_a_minute_slow(long later, bool counts)
    {
        ledger.TakeAt(Today, terminal.Next(new Fact.EpochOpened(null, null), Today));
        Change(Manager, new CardChange { Removed = [ManagersBadge.Asset] }, Today + Hour);
        Change(Manager, new CardChange { Entitlements = [ManagersBadge] }, Today + 3 * Hour);

        Gives(Today + 3 * Hour + later);

        Assert.Equal(counts ? 0 : 1_000, ledger.Suspense(Guest));
        Assert.Empty(ledger.Problems);
    }

    /// <summary>Whoever has a terminal's key would else give in its name for ever.</summary>
    [Fact]
    public void The_badge_of_a_card_that_was_re_issued_can_be_taken_away()
    {
        ledger.TakeAt(Today, terminal.Next(new Fact.EpochOpened(null, null), Today));
        ledger.Add(new LedgerEntry.CardReissued(Site.Card(Manager), Site.Card(New), CardClass.Uid));

        Change(Manager, new CardChange { Removed = [ManagersBadge.Asset] }, Today);
        Gives(Today + Hour);

        Assert.Equal(CardState.Blocked, Find(Manager).State);
        Assert.Equal(1_000, ledger.Suspense(Guest));
        Assert.Equal([ManagersBadge], Find(New).Entitlements);
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void It_stands_in_the_log_as_the_format_says_and_is_read_back()
    {
        var card = Site.Card(Guest);
        foreach (var (entry, json) in new (LedgerEntry, string)[]
        {
            (
                new LedgerEntry.CardChanged(card, CardState.Blocked, Today),
                $$"""{"card":"{{card}}","state":"blocked","atMilliseconds":1790000000000}"""
            ),
            (
                new LedgerEntry.CardChanged(card, CardState.Blocked, Today, By: "shop", Note: "lost"),
                $$"""{"card":"{{card}}","state":"blocked","atMilliseconds":1790000000000,"by":"shop","note":"lost"}"""
            ),
            (
                new LedgerEntry.CardChanged(
                    card, CardState.Ok, Today, [Row("BDG-BAR", 5, 10)], AgeClass.Adult, 99, LanguageTag.Parse("fr")),
                $$"""{"card":"{{card}}","state":"ok","atMilliseconds":1790000000000,"entitlements":""" +
                """[{"asset":"BDG-BAR","fromMilliseconds":5,"throughMilliseconds":10}],"age":"adult","valid""" +
                """ThroughMilliseconds":99,"language":"fr"}"""
            ),
        })
        {
            var line = LogLine.Write(3, Digest.Zero, entry);

            Assert.Equal(
                $$"""{"number":3,"kind":"cardChanged","entry":{{json}},"previous":"{{Digest.Zero}}"}""" + "\n",
                Encoding.UTF8.GetString(line.Span));
            Assert.Equal(entry, LogLine.Read(line.Span, 3).OrThrow().ReadEntry().OrThrow());
        }
    }

    private static Entitlement Row(string asset, long? from, long through) => new(AssetId.Parse(asset), from, through);

    private void Gives(long at) => ledger.TakeAt(at < Today + 4 * Hour ? Today + 4 * Hour : at, terminal.Next(
        new Fact.Refill(
            new Payment(Site.Card(Guest), WalletOf(Guest), [Records.Amount("TLF", 1_000)]), Site.Card(Manager)),
        at));

    private void Change(string uid, CardChange change, long at = Today) => Assert.Null(TryChange(uid, change, at));

    private string? TryChange(string uid, CardChange change, long at = Today)
    {
        Assert.True(CardUid.TryParse(uid, out var card));
        return ledger.Store.Change(draft => change.Make(draft, Site.Card(uid), uid, at, null, out _, out _)?.What);
    }

    private CardEntry Find(string uid) => ledger.Store.Read(books => books.Find(Site.Card(uid))!);
}
