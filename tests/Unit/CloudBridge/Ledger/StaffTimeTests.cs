using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>
/// The days that a terminal writes behind what its staff gave, held against when its lines came: 50.00 at once, 80.00 a
/// day. A day begins at 04:00 UTC.
/// </summary>
public sealed class StaffTimeTests : IDisposable
{
    private const string Manager = "04515253545556";

    /// <summary>14:13 UTC: when the ledger last had something of the terminal.</summary>
    private const long Today = 1_790_000_000_000;

    private const long Minute = 60_000;

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly StaffRules rules = Tills.Staff with { MostUnlisted = new Money(1_000_00) };
    private JournalWriter terminal;

    public StaffTimeTests()
    {
        terminal = new JournalWriter(site);
        ledger = new LedgerBench(site);
        Enrol(rules);
        ledger.Add(new LedgerEntry.CardsAdded(
        [
            LedgerBench.NewCard(Guest, "TLF 0"),
            LedgerBench.NewCard(Manager, "TLF 0") with
            {
                Entitlements = [new Entitlement(AssetId.Parse("BDG-MANAGER"), null, long.MaxValue / 2_000)],
            },
        ]));
        ledger.TakeAt(Today, terminal.Next(new Fact.EpochOpened(null, null), Today));
    }

    public void Dispose() => site.Dispose();

    [Theory]
    [InlineData(0, 50_00, 0)]
    [InlineData(Minute, 50_00, 0)]
    [InlineData(Minute + 1, 0, 50_00)]
    [InlineData(365 * Clock.Day, 0, 50_00)]
    public void What_was_given_after_it_came_waits_in_suspense(long later, long given, long suspended)
    {
        ledger.TakeAt(Today, Gives(50_00, Today + later));

        Assert.Equal((given, suspended), (ledger.Balance(Guest), ledger.Suspense(Guest)));
        Assert.Equal(suspended > 0 ? [RowKind.Unauthorised] : [], ledger.Rows.Select(row => row.Kind));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_sale_that_was_made_after_it_came_is_booked_all_the_same()
    {
        ledger.TakeAt(Today, terminal.Next(JournalWriter.Beer(Guest), Today + Clock.Day));

        Assert.Equal(-350, ledger.Balance(Guest));
    }

    /// <summary>Of all days that there are the thief has this one.</summary>
    [Fact]
    public void Whoever_steals_a_key_has_the_caps_of_the_days_since_the_ledger_heard_of_the_terminal()
    {
        for (var day = -40; day <= 40; day++)
            ledger.TakeAt(Today, Gives(50_00, Today + day * Clock.Day), Gives(30_00, Today + day * Clock.Day));
        Assert.Equal(80_00, ledger.Balance(Guest));

        // The next day there is a next day's.
        for (var day = -40; day <= 40; day++)
            ledger.TakeAt(Today + Clock.Day, Gives(50_00, Today + day * Clock.Day + 1), Gives(30_00, Today));
        Assert.Equal(160_00, ledger.Balance(Guest));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void Whoever_steals_a_key_and_never_knows_the_time_has_the_caps_of_one_day()
    {
        for (var day = 0; day < 5; day++)
            ledger.TakeAt(
                Today + day * Clock.Day, terminal.Next(Refill(50_00), 0, trusted: false),
                terminal.Next(Refill(30_00), 0, trusted: false));

        Assert.Equal(80_00, ledger.Balance(Guest));
    }

    [Fact]
    public void What_nobody_could_date_is_of_the_first_day_that_is_known_and_of_no_other()
    {
        ledger.TakeAt(
            Today + 2 * Clock.Day,
            terminal.Next(Refill(50_00), 0, trusted: false), terminal.Next(Refill(30_00), 0, trusted: false),
            terminal.Next(JournalWriter.Beer(Guest), Today + Clock.Day), Gives(10_00, Today + Clock.Day),
            Gives(50_00, Today + 2 * Clock.Day), Gives(30_00, Today + 2 * Clock.Day));

        Assert.Equal((160_00 - 350, 10_00), (ledger.Balance(Guest), ledger.Suspense(Guest)));
        Assert.Empty(ledger.Problems);
    }

    /// <summary>A thief's line, or a clock that ran away: else these staff had used up each day until then.</summary>
    [Fact]
    public void A_time_that_is_still_to_come_dates_nothing()
    {
        ledger.TakeAt(
            Today,
            terminal.Next(Refill(50_00), 0, trusted: false),
            terminal.Next(Refill(30_00), 0, trusted: false),
            terminal.Next(JournalWriter.Beer(Guest), Today + 70 * 365 * Clock.Day));
        Assert.Equal(80_00 - 350, ledger.Balance(Guest));

        ledger.TakeAt(Today + Clock.Day, terminal.Next(JournalWriter.Beer(Guest), Today + Clock.Day));
        ledger.TakeAt(Today + 2 * Clock.Day, Gives(50_00, Today + 2 * Clock.Day));
        Assert.Equal((130_00 - 2 * 350, 0), (ledger.Balance(Guest), ledger.Suspense(Guest)));
        Assert.Empty(ledger.Problems);
    }

    /// <summary>A journal of days that the ledger had not heard of went on in another epoch.</summary>
    [Fact]
    public void What_is_said_again_has_the_days_on_which_it_was_said_first()
    {
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2, Today + 2 * Clock.Day));
        var renewed = new JournalWriter(site, epoch: 2);
        ledger.TakeAt(
            Today + 2 * Clock.Day,
            [
                .. from day in Enumerable.Range(0, 3)
                   from amount in new[] { 50_00L, 30_00L, 10_00L }
                   let first = Gives(amount, Today + day * Clock.Day)
                   select renewed.Again(Refill(amount), JournalWriter.NameOf(first), Today + day * Clock.Day),
            ]);

        Assert.Equal((240_00, 30_00), (ledger.Balance(Guest), ledger.Suspense(Guest)));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_terminal_that_was_away_for_days_has_the_caps_of_each()
    {
        ledger.TakeAt(
            Today + 3 * Clock.Day,
            [
                .. from day in Enumerable.Range(0, 4)
                   from amount in new[] { 50_00L, 30_00L }
                   select Gives(amount, Today + day * Clock.Day),
            ]);

        Assert.Equal(320_00, ledger.Balance(Guest));
        Assert.Empty(ledger.Rows);
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void What_waited_behind_a_gap_came_when_it_came()
    {
        var missing = terminal.Next(JournalWriter.Beer(Guest), Today);
        var ahead = Gives(50_00, Today + Clock.Day);
        ledger.TakeAt(Today, ahead);
        ledger.TakeAt(Today + 2 * Clock.Day, missing);

        Assert.Equal(50_00, ledger.Suspense(Guest));
        Assert.Empty(ledger.Problems);
    }

    /// <summary>Both days are as the terminal counts them itself.</summary>
    [Fact]
    public void A_clock_that_a_beat_sets_back_by_less_than_a_minute_costs_nobody_a_days_cap()
    {
        const long dayBegins = Today - Today % Clock.Day + Clock.Day + 4 * 3_600_000;
        ledger.TakeAt(
            dayBegins + Minute,
            terminal.Next(JournalWriter.Beer(Guest), dayBegins + Minute / 2),
            Gives(50_00, dayBegins - 1), Gives(30_00, dayBegins - 1),
            Gives(50_00, dayBegins + Minute), Gives(30_00, dayBegins + Minute));

        Assert.Equal(0, ledger.Suspense(Guest));
    }

    [Fact]
    public void In_an_epoch_nothing_was_made_before_it_was_granted()
    {
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2, Today + 5 * Clock.Day));
        terminal = new JournalWriter(site, epoch: 2);
        for (var day = 0; day <= 5; day++)
            ledger.TakeAt(Today + 5 * Clock.Day, Gives(50_00, Today + day * Clock.Day));

        Assert.Equal(50_00, ledger.Balance(Guest));
        Assert.Empty(ledger.Problems);
    }

    /// <summary>Enrolled anew, with another cap, while the terminal was away.</summary>
    [Theory]
    [InlineData(10_00)]
    [InlineData(1_000_00)]
    public void What_was_given_before_an_enrolment_is_held_against_the_one_before(long mostADay)
    {
        Enrol(rules with { MostADay = new Money(mostADay) }, Today + 2 * Clock.Day);
        ledger.TakeAt(
            Today + 3 * Clock.Day,
            Gives(50_00, Today), Gives(30_00, Today), Gives(10_00, Today),
            Gives(50_00, Today + Clock.Day), Gives(30_00, Today + Clock.Day));
        Assert.Equal((160_00, 10_00), (ledger.Balance(Guest), ledger.Suspense(Guest)));

        ledger.TakeAt(
            Today + 3 * Clock.Day,
            [.. Enumerable.Range(0, 9).Select(_ => Gives(10_00, Today + 3 * Clock.Day))]);
        Assert.Equal(Math.Min(mostADay, 90_00), ledger.Balance(Guest) - 160_00);
        Assert.Empty(ledger.Problems);
    }

    /// <summary>It believed stamps, and gave what this one holds up.</summary>
    [Theory]
    [InlineData(null, true)]
    [InlineData(Today, false)]
    public void What_an_earlier_build_gave_is_right_in_a_log_that_is_as_old(long? enrolled, bool isRight)
    {
        Enrol(rules, enrolled);
        var bench = ledger;
        bench.TakeAt(Today, Gives(50_00, Today + Clock.Day));
        var entries = bench.Store.Entries().ToList();
        var held = Assert.IsType<LedgerEntry.RecordBooked>(entries[^1]);
        entries[^1] = held with
        {
            Findings = [],
            Postings =
            [
                .. held.Postings.Select(posting =>
                    posting.Account.IsSuspense ? posting with { Account = Account.Of(WalletOf(Guest)) } : posting),
            ],
        };

        var check = new LedgerCheck(Site.Id, site.LedgerKeys);
        check.Run(entries);
        Assert.Equal(isRight, check.Problems.Count == 0);
    }

    [Fact]
    public void A_role_that_is_no_more_counts_for_what_was_done_before()
    {
        ledger.Add(ledger.Enrolment() with { Limits = TerminalLimits.Default, AtMilliseconds = Today + Clock.Day });
        ledger.TakeAt(
            Today + Clock.Day + 2 * Minute, Gives(10_00, Today), Gives(20_00, Today + Clock.Day + Minute + 1));

        Assert.Equal((10_00, 20_00), (ledger.Balance(Guest), ledger.Suspense(Guest)));
    }

    /// <summary>Nobody knows whether it was before or after: whatever may have been right is right.</summary>
    [Theory]
    [InlineData(10_00, 80_00)]
    [InlineData(100_00, 100_00)]
    public void What_nobody_can_date_may_be_of_either_enrolment(long mostADay, long given)
    {
        Enrol(rules with { MostADay = new Money(mostADay) }, Today + Clock.Day);
        ledger.TakeAt(
            Today + 2 * Clock.Day,
            [.. Enumerable.Range(0, 12).Select(_ => terminal.Next(Refill(10_00), 0, trusted: false))]);

        Assert.Equal(given, ledger.Balance(Guest));
    }

    private void Enrol(StaffRules staff, long? at = null) => ledger.Add(ledger.Enrolment() with
    {
        Limits = TerminalLimits.Default with { Staff = staff }, AtMilliseconds = at,
    });

    private SignedObject Gives(long amount, long wallMilliseconds) => terminal.Next(Refill(amount), wallMilliseconds);

    private static Fact.Refill Refill(long amount) =>
        new(new Payment(Site.Card(Guest), WalletOf(Guest), [Records.Amount("TLF", amount)]), Site.Card(Manager));
}
