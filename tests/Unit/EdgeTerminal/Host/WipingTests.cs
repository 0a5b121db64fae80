using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>When a terminal gives up its keys by itself, and when it is taken apart.</summary>
public sealed class WipingTests
{
    private static readonly TerminalLimits Limits = TerminalLimits.Default;
    private static readonly TimeSpan After = TimeSpan.FromHours(48);

    private readonly ManualTime time = new();
    private readonly TerminalClock clock;
    private readonly TerminalState state;

    public WipingTests()
    {
        clock = new TerminalClock(time);
        var list = new ListVersion(1, 7);
        state = new TerminalState(
            Remembered.Nothing with { List = list },
            Present.AtPowerOn with
            {
                Phase = new StationPhase.OutOfService(Reason.DeviceFault),
                ListInUse = list,
                ConfirmedAtMilliseconds = clock.Monotonic,
            });
    }

    [Fact]
    public void Its_keys_go_when_its_list_has_been_expired_for_so_long_and_not_before()
    {
        var wiping = new Wiping(After, clock);
        time.Advance(TimeSpan.FromSeconds(Limits.ExpirySeconds) + After - TimeSpan.FromSeconds(1));
        Assert.Null(wiping.Begins(state, Limits));

        time.Advance(TimeSpan.FromSeconds(1));

        var began = Assert.IsType<Input.FaultBegan>(wiping.Begins(state, Limits));
        Assert.Equal((Fault.KeysWiped, "the list expired 48 hours ago"), (began.Fault, began.Detail));
        Assert.Null(wiping.Begins(With(Fault.KeysWiped), Limits));
    }

    /// <summary>Limits come and go while it is cut off, or at the moment in which it is so no more.</summary>
    [Fact]
    public void Limits_that_were_sent_withdrawn_or_lost_cost_it_no_keys()
    {
        var longest = TimeSpan.FromSeconds(2 * Limits.ExpirySeconds);
        var sooner = Limits with { ExpirySeconds = Limits.ExpirySeconds / 2 };
        var (enrolled, sent) = (
            new Wiping(After, clock, Limits.ExpirySeconds), new Wiping(After, clock, Limits.ExpirySeconds));
        Assert.Null(sent.Begins(state, Limits with { ExpirySeconds = (int)longest.TotalSeconds }));
        time.Advance(TimeSpan.FromSeconds(Limits.ExpirySeconds) + After - TimeSpan.FromSeconds(1));

        Assert.Null(enrolled.Begins(state, sooner));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(enrolled.Begins(state, sooner));

        Assert.Null(sent.Begins(state, Limits));
        time.Advance(longest);
        Assert.NotNull(sent.Begins(state, Limits));
        Assert.Null(sent.Begins(With(Fault.ConfigurationLost), Limits));
    }

    [Fact]
    public void Without_the_setting_or_without_a_list_they_stay()
    {
        time.Advance(TimeSpan.FromDays(10_000));

        Assert.Null(new Wiping(null, clock).Begins(state, Limits));
        Assert.Null(new Wiping(After, clock).Begins(
            state with { Present = state.Present with { ListInUse = null } }, Limits));
    }

    [Theory]
    [InlineData(Fault.Revoked, false, true)]
    [InlineData(Fault.KeysWiped, false, true)]
    [InlineData(Fault.Revoked, true, false)]
    [InlineData(Fault.TerminalTwice, false, false)]
    public void It_is_taken_apart_when_it_is_out_for_good_and_nobody_is_in_danger(Fault fault, bool fire, bool isOver)
    {
        var past = With(fault);

        Assert.Equal(isOver, Wiping.IsOver(past with { Present = past.Present with { FireIsOn = fire } }));
    }

    /// <summary>A way out, or a gate that would not hear of a fire.</summary>
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void So_is_a_gate_that_stands_open_for_another_reason_than_a_fire(bool fire, bool isOver)
    {
        var past = With(Fault.Revoked);
        var open = past with
        {
            Present = past.Present with { Phase = new GatePhase.Open(fire), FireIsOn = fire },
        };

        Assert.Equal(isOver, Wiping.IsOver(open));
        Assert.False(Wiping.IsOver(open with { Past = state.Past }));
    }

    private TerminalState With(Fault fault) => state with { Past = state.Past with { Faults = [fault] } };
}
