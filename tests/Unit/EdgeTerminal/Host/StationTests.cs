using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using Microsoft.Extensions.Logging;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What is said of a buzzer that fails while the terminal sells.</summary>
public sealed class StationTests
{
    private readonly LogBook<Station> log = new();
    private readonly ScriptedSounder sounder = new();
    private readonly Station station;

    public StationTests() => station = new Station(null, sounder, _ => { }, new NoOrders(), log);

    [Fact]
    public void A_buzzer_that_fails_is_in_the_log_once_for_each_reason_and_so_is_its_return()
    {
        Play(DeviceOutcome.Done);
        Play(DeviceOutcome.Failed("the chip is gone"));
        Play(DeviceOutcome.Failed("the chip is gone"));
        Play(DeviceOutcome.Failed("no such line"));
        Play(DeviceOutcome.Done);
        Play(DeviceOutcome.Done);

        Assert.Equal(
            [
                new(LogLevel.Warning, "The buzzer fails: the chip is gone"),
                new(LogLevel.Warning, "The buzzer fails: no such line"),
                new(LogLevel.Information, "The buzzer works again."),
            ],
            log.Entries.Seen);
        Assert.Equal(6, sounder.Played);
    }

    [Fact]
    public void A_station_without_a_buzzer_has_nothing_to_say_of_one()
    {
        new Station(null, null, _ => { }, new NoOrders(), log).Sound(Cue.Approved);

        Assert.Empty(log.Entries.Seen);
    }

    private void Play(DeviceOutcome outcome)
    {
        sounder.Outcome = outcome;
        station.Sound(Cue.Approved);
    }

    private sealed class ScriptedSounder : ISounder
    {
        public DeviceOutcome Outcome { get; set; } = DeviceOutcome.Done;

        public int Played { get; private set; }

        public DeviceOutcome Play(Melody melody)
        {
            Played++;
            return Outcome;
        }
    }

    /// <summary>Nothing is ordered here.</summary>
    private sealed class NoOrders : IStationDevices
    {
        public void Start(Remembered past, IInbox loop) => Assert.Fail("It is started already.");

        public void Do(Effect.ToDevice order) => Assert.Fail($"Nobody ordered {order}.");

        public void Dispose()
        {
        }
    }
}
