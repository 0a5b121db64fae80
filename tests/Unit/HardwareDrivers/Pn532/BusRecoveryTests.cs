using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Pn532;

/// <summary>The ladder on I2C and SPI: the same rungs, whatever the bus sees of a chip that hangs.</summary>
public class BusRecoveryTests
{
    private const string Uid = "04A23B1C5D6E80";
    private const double Budget = 2000;

    private static readonly ReaderHealth[] LostAndBack =
        [ReaderHealth.Starting, ReaderHealth.Working, ReaderHealth.Lost, ReaderHealth.Working];

    public static TheoryData<ReaderBus, HungBus> Hangs
    {
        get
        {
            var hangs = new TheoryData<ReaderBus, HungBus>
            {
                { ReaderBus.Spi, HungBus.Acknowledges }, { ReaderBus.SpiWithInterrupt, HungBus.Acknowledges },
            };
            foreach (var seen in Enum.GetValues<HungBus>())
            {
                hangs.Add(ReaderBus.I2c, seen);
                hangs.Add(ReaderBus.I2cWithInterrupt, seen);
            }
            return hangs;
        }
    }

    public static TheoryData<ReaderBus> I2c => [ReaderBus.I2c, ReaderBus.I2cWithInterrupt];

    [Theory]
    [MemberData(nameof(Hangs))]
    public void A_hung_chip_with_a_reset_line_answers_again_within_two_seconds_whenever_it_hangs(
        ReaderBus bus, HungBus seen)
    {
        for (var phase = 0; phase < 1050; phase += 21)
        {
            var rig = Hanging(bus, seen, ChipHang.UntilReset, 5000 + phase).WithResetLine();

            rig.RunUntil(8000 + phase);

            Assert.Equal(LostAndBack, rig.Healths);
            Assert.InRange(ReaderRig.Milliseconds(rig.Events[3]) - 5000 - phase, 0, Budget);
            Assert.Equal((1, 0), (rig.Statistics[RecoveryRung.Reset].Successes, rig.Statistics.LinkLosses));
        }
    }

    [Theory]
    [MemberData(nameof(Hangs))]
    public void A_chip_that_only_its_supply_brings_back_answers_again_within_two_seconds(ReaderBus bus, HungBus seen)
    {
        for (var phase = 0; phase < 1050; phase += 21)
        {
            var rig = Hanging(bus, seen, ChipHang.UntilPowerCycle, 5000 + phase).WithSupplyLine();

            rig.RunUntil(8000 + phase);

            Assert.Equal(LostAndBack, rig.Healths);
            Assert.InRange(ReaderRig.Milliseconds(rig.Events[3]) - 5000 - phase, 0, Budget);
        }
    }

    [Theory]
    [MemberData(nameof(Hangs))]
    public void The_whole_ladder_is_climbed_in_order_each_rung_timed_and_counted(ReaderBus bus, HungBus seen)
    {
        var rig = Hanging(bus, seen, ChipHang.UntilPowerCycle, 5000).WithResetLine().WithSupplyLine();

        rig.RunUntil(10_000);

        Assert.Equal(LostAndBack, rig.Healths);
        Assert.Equal(
            [(0, 1), (0, 1), (0, 1), (1, 1)], rig.Statistics.Rungs.Select(rung => (rung.Successes, rung.Tries)));
        Assert.All(rig.Statistics.Rungs, rung => Assert.InRange(rung.Last.TotalMilliseconds, 50, 500));
        Assert.InRange(ReaderRig.Milliseconds(rig.Events[3]), 5000, 7500);
    }

    // Nothing is known of the chip yet, and nobody acknowledges.
    [Theory]
    [MemberData(nameof(Hangs))]
    public void A_chip_that_hangs_from_the_start_is_reset_and_what_lay_there_lay_there(ReaderBus bus, HungBus seen)
    {
        var rig = Hanging(bus, seen, ChipHang.UntilReset, 0).WithResetLine();
        rig.Chip.Field.Put(ReaderRig.Card(Uid));

        rig.RunUntil(3000);

        Assert.Equal([ReaderHealth.Starting, ReaderHealth.Lost, ReaderHealth.Working], rig.Healths);
        Assert.True(Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.FieldEvents)).LayThere);
    }

    [Theory]
    [MemberData(nameof(Hangs))]
    public void A_tap_while_the_chip_hangs_is_neither_lost_nor_doubled(ReaderBus bus, HungBus seen)
    {
        for (var phase = 10; phase < 1600; phase += 90)
        {
            var rig = Hanging(bus, seen, ChipHang.UntilReset, 5000).WithResetLine();
            rig.Put(5000 + phase, ReaderRig.Card(Uid));

            rig.RunUntil(12_000);

            Assert.False(Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.FieldEvents)).LayThere);
        }
    }

    [Theory]
    [MemberData(nameof(I2c))]
    public void An_unplugged_reader_is_lost_in_time_and_works_again_when_it_is_back(ReaderBus bus)
    {
        var rig = ReaderRig.On(bus);
        rig.At(5000, rig.Unplug);
        rig.At(60_000, rig.PlugIn);
        rig.Put(70_000, ReaderRig.Card(Uid));

        rig.RunUntil(71_000);

        Assert.Equal(LostAndBack, rig.Healths);
        Assert.InRange(ReaderRig.Milliseconds(rig.Events[2]), 5000, 5000 + Budget);
        Assert.InRange(ReaderRig.Milliseconds(rig.Events[3]), 60_000, 62_500);
        Assert.Contains("0x24 does not acknowledge", Assert.IsType<ReaderEvent.HealthChanged>(rig.Events[2]).Detail);
        Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.FieldEvents));
    }

    [Theory]
    [MemberData(nameof(I2c))]
    public void Stopping_a_driver_whose_chip_is_silent_is_no_fault(ReaderBus bus)
    {
        for (var phase = 0; phase < 120; phase += 3)
        {
            var rig = Hanging(bus, HungBus.KeepsSilent, ChipHang.UntilReset, 5000).WithResetLine();

            rig.RunUntil(5000 + phase);

            Assert.False(rig.ResetLine.IsActive);
            Assert.InRange(rig.Clock.Now / 1e6, 5000 + phase, 5000 + phase + 60);
        }
    }

    private static ReaderRig Hanging(ReaderBus bus, HungBus seen, ChipHang until, double moment)
    {
        var rig = ReaderRig.On(bus);
        rig.Chip.WhileHung = seen;
        rig.At(moment, () => rig.Chip.Hang(until));
        return rig;
    }
}
