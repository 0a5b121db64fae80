using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>
/// What a terminal says that its staff gave, held against what it was told: 50.00 at once, 80.00 a day.
/// </summary>
public sealed class StaffCapTests : IDisposable
{
    private const string Manager = "04515253545556";

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;
    private StaffRules rules = Tills.Staff with { MostUnlisted = new Money(1_000_00) };

    public StaffCapTests()
    {
        terminal = new JournalWriter(site);
        ledger = new LedgerBench(site);
        Enrol();
        ledger.Add(new LedgerEntry.CardsAdded(
        [
            LedgerBench.NewCard(Guest, "TLF 0"),
            LedgerBench.NewCard(Manager, "TLF 0") with
            {
                Entitlements = [Held("BDG-MANAGER", long.MaxValue / 2_000), Held("BDG-OLD", 1)],
            },
        ]));
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void What_is_within_the_caps_is_the_guests()
    {
        Refill(50_00);
        Refill(30_00);

        Assert.Equal((80_00, 0), (ledger.Balance(Guest), ledger.Suspense(Guest)));
        Assert.Empty(ledger.Rows);
    }

    [Fact]
    public void More_than_the_cap_of_one_act_waits_in_suspense()
    {
        Refill(50_01);

        Assert.Equal((0, 50_01), (ledger.Balance(Guest), ledger.Suspense(Guest)));
        Assert.Equal((RowKind.Unauthorised, "5001 at once; allowed are 5000"), Row());
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void What_is_above_the_cap_of_a_day_waits_also_behind_a_crash()
    {
        Refill(50_00);
        var again = ledger.Crash();
        again.Take(Next(30_01));

        Assert.Equal((50_00, 30_01), (again.Balance(Guest), again.Suspense(Guest)));
        Assert.Equal(RowKind.Unauthorised, Assert.Single(again.Rows).Kind);
        again.Take(Next(30_00));
        Assert.Equal(80_00, again.Balance(Guest));
    }

    [Fact]
    public void Cups_count_against_the_same_cap()
    {
        Refill(50_00);
        ledger.Take(terminal.Next(new Fact.DepositReturn(Pays(30_01), 1, Site.Card(Manager))));

        Assert.Equal(30_01, ledger.Suspense(Guest));
    }

    [Theory]
    [InlineData(Guest, "TLF")]
    [InlineData("0455667788AABB", "TLF")]
    [InlineData(Manager, "FED")]
    public void Without_a_badge_of_that_terminal_or_in_another_asset_nothing_is_given(string staff, string asset)
    {
        ledger.Take(terminal.Next(new Fact.Refill(Pays(10_00, asset), Site.Card(staff))));

        Assert.Equal(10_00, ledger.Suspense(Guest, asset));
        Assert.Equal(RowKind.Unauthorised, Row().Kind);
    }

    [Fact]
    public void A_badge_that_had_run_out_gives_nothing()
    {
        rules = rules with { Roles = [new StaffRole(AssetId.Parse("BDG-OLD"), true, true, true, true)] };
        Enrol();
        Refill(10_00);

        Assert.Equal(RowKind.Unauthorised, Row().Kind);
    }

    [Fact]
    public void Where_nobody_is_staff_nothing_is_given()
    {
        ledger.Add(ledger.Enrolment() with { Limits = TerminalLimits.Default });
        Refill(10_00);

        Assert.Equal((RowKind.Unauthorised, "nobody is staff at this terminal"), Row());
    }

    [Theory]
    [InlineData("1 2 3", "")]
    [InlineData("1 3", "closing 3 follows 1: those between are not here")]
    [InlineData("1 2 2 3", "closing 2 follows 2: the number is used again")]
    [InlineData("2", "closing 2 follows 0: those between are not here")]
    // Two records that the terminal could not read any more: none of them, or one, was a closing.
    [InlineData("1 4~2 5", "")]
    [InlineData("1 2 4~2", "")]
    [InlineData("1 4~1", "closing 4 follows 1: those between are not here")]
    public void Numbers_of_closings_follow_each_other(string numbers, string expected)
    {
        foreach (var number in numbers.Split(' '))
        {
            var said = number.Split('~');
            ledger.Take(terminal.Next(new Fact.Closure(
                long.Parse(said[0]), [], [], null, Unreadable: said.Length > 1 ? long.Parse(said[1]) : 0)));
        }

        Assert.Equal(expected, string.Join("; ", ledger.Rows.Select(row => row.What)));
        Assert.All(ledger.Rows, row => Assert.Equal(RowKind.ClosingNumber, row.Kind));
        Assert.Empty(ledger.Problems);
    }

    /// <summary>The terminal's lines behind the first closing never came, or came beside its chain.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Numbers_go_on_behind_closings_that_are_said_again(bool cameBesideTheChain)
    {
        ledger.Take(terminal.Next(Closing(1)));
        var copy = terminal.Branch();
        ledger.Take(terminal.Next(new Fact.FireOpened()));
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        var closing = copy.Next(Closing(2));
        if (cameBesideTheChain)
            ledger.Take(closing);
        var renewed = new JournalWriter(site, epoch: 2);
        ledger.Take(renewed.Again(Closing(2), JournalWriter.NameOf(closing)), renewed.Next(Closing(3)));

        Assert.DoesNotContain(ledger.Rows, row => row.Kind == RowKind.ClosingNumber);
        Assert.Empty(ledger.Problems);
    }

    private static Fact.Closure Closing(long number) => new(number, [], [], null);

    private (RowKind Kind, string What) Row()
    {
        var row = Assert.Single(ledger.Rows);
        return (row.Kind, row.What);
    }

    private static Entitlement Held(string badge, long through) => new(AssetId.Parse(badge), null, through);

    private void Enrol() =>
        ledger.Add(ledger.Enrolment() with { Limits = TerminalLimits.Default with { Staff = rules } });

    private void Refill(long amount) => ledger.Take(Next(amount));

    private SignedObject Next(long amount) => terminal.Next(new Fact.Refill(Pays(amount), Site.Card(Manager)));

    private static Payment Pays(long amount, string asset = "TLF") =>
        new(Site.Card(Guest), WalletOf(Guest), [Records.Amount(asset, amount)]);
}
