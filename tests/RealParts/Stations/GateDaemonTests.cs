using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;

namespace Tests.RealParts.Stations;

/// <summary>People through the whole daemon of a gate: reader, core, journal, turnstile and its contacts.</summary>
public sealed class GateDaemonTests
{
    [Fact]
    public async Task Who_pays_goes_through_and_it_is_locked_behind_them()
    {
        await using var gate = await LoneGate.OpenAsync();
        Assert.False(await gate.WalkAsync());
        await gate.LetsThroughAsync(Kiosks.Guest);
        Assert.True(await gate.WalkAsync());

        var passed = await gate.Station.FactAsync<Fact.EntryPassed>();
        await gate.LocksAsync();
        var entry = Assert.IsType<Fact.Entry>(At(gate, passed.Passed));
        Assert.Equal(Site.Card(Kiosks.Guest), entry.Card);
        Assert.Equal(new Money(500), entry.Payments.Single().Total());
        await gate.Station.VerifyAsync();
    }

    [Fact]
    public async Task Who_does_not_go_through_has_all_of_it_back_and_finds_it_locked()
    {
        await using var gate = await LoneGate.OpenAsync(passageSeconds: 1);
        await gate.LetsThroughAsync(Kiosks.Guest);

        var abandoned = await gate.Station.FactAsync<Fact.EntryAbandoned>();

        var entry = Assert.IsType<Fact.Entry>(At(gate, abandoned.Abandoned));
        Assert.Equal(entry.Payments, abandoned.Returned);
        Assert.False(await gate.WalkAsync());
        Assert.Empty(gate.Station.Facts<Fact.EntryPassed>());
    }

    [Fact]
    public async Task An_entry_in_which_the_daemon_is_killed_is_given_back_before_it_takes_a_tap()
    {
        await using var gate = await LoneGate.OpenAsync();
        await gate.LetsThroughAsync(Kiosks.Guest);
        await gate.Station.FactAsync<Fact.Entry>();
        await gate.Station.PullThePlugAsync();
        await Eventually.TrueAsync(
            () => gate.Turnstile.IsReleased, "free without current", TestContext.Current.CancellationToken);
        Assert.Empty(gate.Station.Facts<Fact.EntryAbandoned>());

        // The card lies there all the time.
        await gate.Station.StartAgainAsync(LoneGate.Serving);
        await gate.LocksAsync();
        await gate.Station.TakeAtRestAsync();
        await gate.LetsThroughAsync(Kiosks.Guest);
        Assert.True(await gate.WalkAsync());

        await gate.Station.FactAsync<Fact.EntryPassed>();
        Assert.Equal(
            [nameof(Fact.Entry), nameof(Fact.EntryAbandoned), nameof(Fact.Entry), nameof(Fact.EntryPassed)],
            gate.Station.Journal.Where(record => record.Fact is Fact.Entry or Fact.EntryAbandoned or Fact.EntryPassed)
                .Select(record => record.Fact.GetType().Name));
        await gate.Station.VerifyAsync();
    }

    [Fact]
    public async Task Whoever_forces_it_is_heard_and_nobody_is_let_in_meanwhile()
    {
        await using var gate = await LoneGate.OpenAsync();
        gate.Turnstile.Force(true);

        await gate.Station.FactAsync<Fact.FaultRaised>(
            raised => raised.Fault == nameof(Fault.TurnstileTampered));
        await gate.Station.SaysAsync("Out of service");
        await gate.Station.AlarmsAsync();
        await gate.Station.IsIgnoredAsync(Kiosks.Guest);
        Assert.False(gate.Turnstile.IsReleased);

        gate.Turnstile.Force(false);
        await gate.Station.FactAsync<Fact.FaultCleared>(
            cleared => cleared.Fault == nameof(Fault.TurnstileTampered));
        await gate.Station.SaysAsync(LoneGate.Serving);
        await gate.LetsThroughAsync(Kiosks.Guest);
    }

    [Theory]
    [InlineData(Kiosks.Guest)]
    [InlineData(Kiosks.Other)]
    public async Task A_way_out_lets_out_whoever_holds_a_card_and_says_who_left(string uid)
    {
        await using var gate = await LoneGate.MakeAsync(direction: "out");
        await gate.Station.StartAsync(LoneGate.ServingOut);
        await gate.LocksAsync();
        await gate.LetsThroughAsync(uid);
        Assert.Empty(gate.Station.Facts<Fact.Exit>());
        Assert.True(await gate.WalkAsync());

        Assert.Equal(Site.Card(uid), (await gate.Station.FactAsync<Fact.Exit>()).Card);
        await gate.LocksAsync();
        Assert.Single(gate.Station.Facts<Fact.Exit>());
    }

    private static Fact At(LoneGate gate, RecordPosition position) =>
        gate.Station.Journal.Single(record => record.Position == position).Fact;
}
