using HardwareDrivers.Lines;

namespace Tests.Unit.HardwareDrivers.Lines;

/// <summary>When a valve has to close, without threads: 100 pulses are paid for, 30 s, a lease of 20.</summary>
public class ValveGuardTests
{
    private static readonly ValveGrant Grant = new(100, TimeSpan.FromSeconds(30), 20);

    [Theory]
    // pulses, learned lag, durable, seconds → end
    [InlineData(0, 0, 0, 0, null)]
    [InlineData(19, 0, 0, 1, null)]
    [InlineData(20, 0, 0, 1, ValveEnd.LeaseRanOut)]
    [InlineData(39, 0, 20, 1, null)]
    [InlineData(40, 0, 20, 1, ValveEnd.LeaseRanOut)]
    [InlineData(99, 0, 90, 1, null)]
    [InlineData(100, 0, 90, 1, ValveEnd.GrantUsed)]
    [InlineData(93, 6, 90, 1, null)]
    [InlineData(94, 6, 90, 1, ValveEnd.GrantUsed)]
    [InlineData(50, 0, 50, 29, null)]
    [InlineData(50, 0, 50, 30, ValveEnd.DeadlinePassed)]
    [InlineData(0, 0, 0, 30, ValveEnd.DeadlinePassed)]
    [InlineData(100, 0, 0, 30, ValveEnd.GrantUsed)]
    [InlineData(0, 100, 0, 0, ValveEnd.GrantUsed)]
    public void A_valve_closes_at_grant_deadline_or_lease(
        long pulses, long lag, long durable, int seconds, ValveEnd? end) =>
        Assert.Equal(end, new ValveGuard(Grant, lag, durable).Look(pulses, TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_mark_that_comes_late_does_not_shorten_the_lease() =>
        Assert.Equal(40, new ValveGuard(Grant, 0, 0).Renewed(40).Renewed(30).DurablePulses);

    [Fact]
    public void The_lag_is_learned_and_a_bubble_is_forgotten()
    {
        var lag = new ClosingLag();
        for (var opening = 0; opening < 30; opening++)
            lag = lag.Learned(8);
        Assert.Equal(8, lag.Pulses);

        lag = lag.Learned(40);
        Assert.Equal(16, lag.Pulses);
        for (var opening = 0; opening < 30; opening++)
            lag = lag.Learned(8);
        Assert.Equal(8, lag.Pulses);
    }

    [Fact]
    public void A_lag_that_is_gone_is_unlearned()
    {
        var lag = new ClosingLag().Learned(12);
        for (var opening = 0; opening < 30; opening++)
            lag = lag.Learned(0);
        Assert.Equal(0, lag.Pulses);
    }
}
