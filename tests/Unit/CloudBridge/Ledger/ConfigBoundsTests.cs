using CloudBridge.Contract;
using CloudBridge.Ledger;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What the ledger may believe of a terminal that was told something.</summary>
public sealed class ConfigBoundsTests : IDisposable
{
    private static readonly TerminalConfig Capped = new(
        Staff: LedgerBench.Trusting with { MostAtOnce = new Money(10) },
        Limits: TerminalLimits.Default with { OfflineTotal = new Money(1_00) });

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public ConfigBoundsTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 1000"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    /// <summary>The enrolment's file was lost, and <c>ledger enroll</c> writes it again.</summary>
    [Fact]
    public void Who_is_enrolled_again_and_has_what_was_said_is_bound_by_it_as_before()
    {
        Assert.Null(Say(ConfigScope.Site, Capped));
        ledger.Take(terminal.Next(new Fact.ConfigApplied(1, 1, Capped.Hash())));
        Assert.Equal(new Money(1_00), Risk());

        ledger.Add(ledger.Enrolment() with { AtMilliseconds = Clock.Noon });

        Assert.Equal(new Money(1_00), Risk());
        ledger.TakeAt(Later, terminal.Next(Refill(500), Later));
        Assert.Equal((1_000, 500), (ledger.Balance(Guest), ledger.Suspense(Guest)));
    }

    [Fact]
    public void Who_is_enrolled_again_and_does_not_have_it_may_still_go_by_the_enrolment()
    {
        Assert.Null(Say(ConfigScope.Site, Capped));

        ledger.Add(ledger.Enrolment() with { AtMilliseconds = Clock.Noon });

        Assert.Equal(TerminalLimits.Default.OfflineTotal, Risk());
    }

    /// <summary>Each is small enough; a terminal that is given their sum takes nothing any more.</summary>
    [Fact]
    public void More_articles_than_a_terminal_takes_are_not_said_in_parts_either()
    {
        ledger.Add(new LedgerEntry.TerminalCreated(Site.Bar, "kiosk", Clock.Noon));
        ledger.Add(ledger.Enrolment());
        Assert.Null(Say(ConfigScope.Site, Articles("a", 120)));

        Assert.Equal(
            "terminal bar-1: what is said there would have 210 articles; expected at most 200",
            Say(new ConfigScope(Terminal: Site.Bar), Articles("b", 90)));
        Assert.Equal(
            "terminal bar-1: what is said there would have 210 articles; expected at most 200; " +
            "profile kiosk: what is said there would have 210 articles; expected at most 200",
            Say(new ConfigScope(Profile: "kiosk"), Articles("b", 90)));
        Assert.Null(Say(new ConfigScope(Profile: "kiosk"), Articles("b", 80)));
    }

    /// <summary>It sells nothing: who reads that it is in force goes home.</summary>
    [Fact]
    public void What_a_terminal_has_lost_is_not_in_force_there()
    {
        Assert.Null(Say(ConfigScope.Site, Capped));
        ledger.Take(terminal.Next(new Fact.ConfigApplied(1, 1, Capped.Hash())));
        Assert.Equal(ConfigStanding.InForce, Standing());

        ledger.Take(terminal.Next(new Fact.FaultRaised(nameof(Fault.ConfigurationLost), "none is on disk")));
        Assert.Equal(ConfigStanding.Lost, Standing());
        ledger.Take(terminal.Next(new Fact.FaultCleared(nameof(Fault.ConfigurationLost))));
        Assert.Equal(ConfigStanding.InForce, Standing());

        ledger.Take(terminal.Next(new Fact.FaultRaised(nameof(Fault.ConfigurationLost), "none is on disk")));
        ledger.Take(terminal.Next(new Fact.BootStarted("0.1.0", "another")));
        Assert.Equal(ConfigStanding.InForce, Standing());
    }

    /// <summary>Something later was said meanwhile, and is not there either.</summary>
    [Fact]
    public void What_is_lost_is_so_also_when_something_later_is_said()
    {
        Assert.Null(Say(ConfigScope.Site, Capped));
        ledger.Take(terminal.Next(new Fact.ConfigApplied(1, 1, Capped.Hash())));
        ledger.Take(terminal.Next(new Fact.FaultRaised(nameof(Fault.ConfigurationLost), "none is on disk")));

        Assert.Null(Say(ConfigScope.Site, Articles("a", 1)));

        Assert.Equal(ConfigStanding.Lost, Standing());
    }

    /// <summary>An hour after it was said.</summary>
    private const long Later = Clock.Noon + 60 * Clock.Minute;

    private static TerminalConfig Articles(string name, int count) => new([
        .. Enumerable.Range(0, count)
            .Select(row => new PricedArticle(ArticleId.Parse($"{name}{row}"), new Money(1))),
    ]);

    private static Fact.Refill Refill(long amount) => new(
        new Payment(Site.Card(Guest), WalletOf(Guest), [new AssetAmount(AssetId.Parse("TLF"), new Money(amount))]),
        Site.Card(Guest));

    private string? Say(ConfigScope scope, TerminalConfig parts)
    {
        var time = new ManualTime(DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon));
        var desk = new ConfigDesk(new KeyedStore(ledger.Store, time), Site.Id, site.Ledger, time);
        return desk.Say(new ConfigRequest(scope, parts, [], "because"), key: null).Why?.What;
    }

    private Money Risk() => ledger.Store.Read(books => books.Terminal(Site.Bar).MostOfflineTotal);

    private ConfigStanding Standing() =>
        ledger.Store.Read(books => ConfigStandings.Of(books, books.Terminal(Site.Bar)));
}
