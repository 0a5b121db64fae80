using System.Collections.Immutable;
using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host.Watching;

/// <summary>Whether a guest who comes now is served, in words.</summary>
public sealed class ReadinessTests
{
    public static TheoryData<string, StationPhase, ListMode, string?> Cases => new()
    {
        { "at the start", new StationPhase.Starting(), ListMode.Fresh, "starting: the journal is being read" },
        { "then", new StationPhase.Listening(5), ListMode.Fresh, "starting: waits for the ledger's first word" },
        { "at the end", new StationPhase.Stopped(), ListMode.Fresh, "stopped" },
        { "a fault", new StationPhase.OutOfService(Reason.DeviceFault), ListMode.Fresh, "out of service (502)" },
        { "with a guest", new StationPhase.Refused(5), ListMode.Fresh, null },
        { "offline", new StationPhase.Refused(5), ListMode.Stale, null },
        {
            "without a list", new StationPhase.Refused(5), ListMode.Missing,
            "no card list (405): every card is refused until one comes"
        },
        {
            "offline for long", new StationPhase.Refused(5), ListMode.Expired,
            "the card list has expired (405): every card is refused until the ledger is heard"
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_says_why_not(string when, StationPhase phase, ListMode mode, string? why)
    {
        Assert.NotEmpty(when);
        Assert.Equal(why, Readiness.WhyNot(State(phase), mode, Kiosks.Setup()));
    }

    [Fact]
    public void It_names_the_faults()
    {
        var state = State(new StationPhase.OutOfService(Reason.DeviceFault));
        state = state with
        {
            Past = state.Past with { Faults = ImmutableSortedSet.Create(Fault.PanelLost, Fault.ReaderLost) },
        };

        Assert.Equal(
            "out of service (502): ReaderLost, PanelLost", Readiness.WhyNot(state, ListMode.Fresh, Kiosks.Setup()));
    }

    [Fact]
    public void A_gate_in_a_fire_serves_nobody() => Assert.Equal(
        "stands open: a fire is on",
        Readiness.WhyNot(
            new TerminalState(Remembered.Nothing, State(new StationPhase.Refused(5)).Present with { FireIsOn = true }),
            ListMode.Fresh,
            Gates.GateOf()));

    /// <summary>Whom a gate lets through depends on how it is set up, without a list as with one.</summary>
    [Theory]
    [InlineData(false, WithoutList.Refuse, ListMode.Missing, "no card list (405)")]
    [InlineData(false, WithoutList.LetIn, ListMode.Missing, null)]
    [InlineData(false, WithoutList.LetIn, ListMode.Expired, "the card list has expired (405)")]
    [InlineData(true, WithoutList.Refuse, ListMode.Missing, null)]
    [InlineData(true, WithoutList.Refuse, ListMode.Expired, null)]
    public void A_gate_that_lets_in_is_ready(bool isWayOut, WithoutList without, ListMode mode, string? why)
    {
        var gate = Gates.GateOf(Gates.WayIn with { IsWayOut = isWayOut, WithoutList = without });

        var said = Readiness.WhyNot(State(new StationPhase.Refused(5)), mode, gate);

        Assert.Equal(why, said?.Split(':')[0]);
    }

    [Theory]
    [InlineData(99_99, false)]
    [InlineData(100_00, true)]
    [InlineData(100_01, true)]
    public void Where_no_more_may_be_lost_nothing_is_sold(long unlisted, bool isReached)
    {
        var limits = Kiosks.Generous with { OfflineTotal = new Money(100_00) };
        var state = State(new StationPhase.Refused(5));
        state = state with { Past = state.Past with { UnlistedDebits = new Money(unlisted) } };
        var sells = Gates.WayIn with { Admissions = [Gates.Day] };

        var why = "too much was sold that no card list shows (406): nothing is sold until the ledger is heard";
        Assert.Equal(isReached ? why : null, Readiness.WhyNot(state, ListMode.Fresh, Kiosks.Setup(limits)));
        Assert.Equal(isReached ? why : null, Readiness.WhyNot(state, ListMode.Stale, Gates.GateOf(sells, limits)));
        Assert.Null(Readiness.WhyNot(state, ListMode.Fresh, Gates.GateOf(limits: limits)));
    }

    private static TerminalState State(StationPhase phase) =>
        TerminalState.Initial with { Present = Present.AtPowerOn with { Phase = phase } };
}
