using System.Collections.Immutable;
using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;

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
        Assert.Equal(why, Readiness.WhyNot(State(phase), mode));
    }

    [Fact]
    public void It_names_the_faults()
    {
        var state = State(new StationPhase.OutOfService(Reason.DeviceFault));
        state = state with
        {
            Past = state.Past with { Faults = ImmutableSortedSet.Create(Fault.PanelLost, Fault.ReaderLost) },
        };

        Assert.Equal("out of service (502): ReaderLost, PanelLost", Readiness.WhyNot(state, ListMode.Fresh));
    }

    [Fact]
    public void A_gate_in_a_fire_serves_nobody() => Assert.Equal(
        "stands open: a fire is on",
        Readiness.WhyNot(
            new TerminalState(Remembered.Nothing, State(new StationPhase.Refused(5)).Present with { FireIsOn = true }),
            ListMode.Fresh));

    private static TerminalState State(StationPhase phase) =>
        TerminalState.Initial with { Present = Present.AtPowerOn with { Phase = phase } };
}
