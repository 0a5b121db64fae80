using CloudBridge.Contract;
using Tests.Support;

namespace Tests.RealParts.Stations;

/// <summary>The fire contact of a gate, through the whole daemon.</summary>
public sealed class GateOnFireTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gate_that_starts_in_a_fire_never_locks_until_it_is_over()
    {
        await using var gate = await LoneGate.MakeAsync();
        gate.Turnstile.Alarm(true);
        await gate.Station.StartAsync(LoneGate.Burning);
        await gate.Station.FactAsync<Fact.FireOpened>();
        Assert.Equal((true, 0), (gate.Turnstile.IsReleased, gate.Lockings));

        gate.Turnstile.Alarm(false);
        await gate.LocksAsync();
        await gate.Station.SaysAsync(LoneGate.Serving);
        await gate.LetsThroughAsync(Kiosks.Guest);
    }

    [Fact]
    public async Task A_fire_in_the_moment_when_the_daemon_begins_is_heard()
    {
        await using var gate = await LoneGate.MakeAsync();
        var starting = gate.Station.StartAsync(LoneGate.Burning);
        await Eventually.TrueAsync(() => gate.HasBegun, "it has its lines", Cancellation);
        gate.Turnstile.Alarm(true);
        await starting;

        await gate.Station.FactAsync<Fact.FireOpened>();
        Assert.True(gate.Turnstile.IsReleased);
        Assert.Single(gate.Station.Facts<Fact.FireOpened>());
    }

    [Fact]
    public async Task A_fire_opens_a_locked_gate()
    {
        await using var gate = await LoneGate.OpenAsync();
        gate.Turnstile.Alarm(true);
        await Eventually.TrueAsync(() => gate.Turnstile.IsReleased, "it is open", Cancellation);
        await gate.Station.FactAsync<Fact.FireOpened>();
        await gate.Station.SaysAsync(LoneGate.Burning);
        Assert.True(await gate.WalkAsync());

        gate.Turnstile.Alarm(false);
        await gate.LocksAsync();
        await gate.Station.SaysAsync(LoneGate.Serving);
    }

    [Fact]
    public async Task A_fire_in_an_entry_gives_it_back_and_nothing_locks_meanwhile()
    {
        await using var gate = await LoneGate.OpenAsync();
        await gate.LetsThroughAsync(Kiosks.Guest);
        var before = gate.Lockings;
        gate.Turnstile.Alarm(true);

        await gate.Station.FactAsync<Fact.FireOpened>();
        var abandoned = Assert.Single(gate.Station.Facts<Fact.EntryAbandoned>());
        Assert.Equal(gate.Station.Facts<Fact.Entry>().Single().Payments, abandoned.Returned);
        await gate.Station.SaysAsync(LoneGate.Burning);
        Assert.True(await gate.WalkAsync());
        Assert.Equal((true, before), (gate.Turnstile.IsReleased, gate.Lockings));

        gate.Turnstile.Alarm(false);
        await gate.LocksAsync();
        Assert.Single(gate.Station.Facts<Fact.EntryAbandoned>());
        Assert.Empty(gate.Station.Facts<Fact.EntryPassed>());
    }
}
