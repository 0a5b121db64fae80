using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Pn532;

/// <summary>Each rung of the ladder against the chip that it is for, in virtual time.</summary>
public class RecoveryLadderTests
{
    private const string Uid = "04A23B1C5D6E80";
    private const int Fast = 921_600;
    private const double Budget = 2000;

    private static readonly ReaderHealth[] Good = [ReaderHealth.Starting, ReaderHealth.Working];
    private static readonly ReaderHealth[] LostAndBack = [.. Good, ReaderHealth.Lost, ReaderHealth.Working];

    [Fact]
    public void A_firmware_that_hears_only_an_abort_is_brought_back_by_the_first_rung_and_never_lost()
    {
        var helped = 0;
        for (var phase = 0; phase < 100; phase += 3)
        {
            var rig = new ReaderRig();
            rig.Put(1000, ReaderRig.Card(Uid));
            rig.At(5000 + phase, () => rig.Chip.Hang(ChipHang.UntilAbort));

            rig.RunUntil(10_000);

            Assert.Equal(Good, rig.Healths);
            Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.FieldEvents));
            Assert.InRange(rig.Statistics.LongestRecovery.TotalMilliseconds, 0, Budget);
            Assert.Equal(0, rig.Statistics[RecoveryRung.SetUp].Tries);
            helped += rig.Statistics[RecoveryRung.Abort].Successes;
        }

        Assert.InRange(helped, 20, 34);
    }

    // The search is given up by an abort in any case.
    [Fact]
    public void A_firmware_that_hangs_in_its_endless_search_is_brought_back_by_the_heartbeat()
    {
        var rig = new ReaderRig();
        rig.At(5000, () => rig.Chip.Hang(ChipHang.UntilAbort));
        rig.Put(5100, ReaderRig.Card(Uid));

        rig.RunUntil(10_000);

        Assert.Equal(Good, rig.Healths);
        Assert.InRange(ReaderRig.Milliseconds(Assert.Single(rig.FieldEvents)), 5100, 5000 + Budget);
        Assert.Equal("", Helped(rig));
    }

    [Fact]
    public void A_chip_that_lost_its_settings_is_brought_back_by_the_set_up_and_never_lost()
    {
        var rig = new ReaderRig();
        rig.At(5000, rig.Chip.PowerCycle);
        rig.Put(5100, ReaderRig.Card(Uid));

        rig.RunUntil(10_000);

        Assert.Equal(Good, rig.Healths);
        Assert.InRange(ReaderRig.Milliseconds(Assert.Single(rig.FieldEvents)), 5100, 5000 + Budget);
        Assert.Equal("Abort 0 of 1, SetUp 1 of 1", Helped(rig));
    }

    // The onset at any moment of the heartbeat's second.
    [Theory]
    [InlineData(115_200)]
    [InlineData(Fast)]
    public void A_hung_chip_with_a_reset_line_answers_again_within_two_seconds_whenever_it_hangs(int baud)
    {
        for (var phase = 0; phase < 1050; phase += 7)
        {
            var rig = new ReaderRig { Baud = baud }.WithResetLine();
            rig.At(5000 + phase, () => rig.Chip.Hang(ChipHang.UntilReset));

            rig.RunUntil(8000 + phase);

            Assert.Equal(LostAndBack, rig.Healths);
            Assert.InRange(ReaderRig.Milliseconds(rig.Events[3]) - 5000 - phase, 0, Budget);
            Assert.Equal("PN532, firmware 1.6, after a reset", Detail(rig, 3));
            Assert.Equal(baud, rig.Chip.Baud);
        }
    }

    [Theory]
    [InlineData(115_200)]
    [InlineData(Fast)]
    public void A_chip_that_only_its_supply_brings_back_answers_again_within_two_seconds(int baud)
    {
        for (var phase = 0; phase < 1050; phase += 7)
        {
            var rig = new ReaderRig { Baud = baud }.WithSupplyLine();
            rig.At(5000 + phase, () => rig.Chip.Hang(ChipHang.UntilPowerCycle));

            rig.RunUntil(8000 + phase);

            Assert.Equal(LostAndBack, rig.Healths);
            Assert.InRange(ReaderRig.Milliseconds(rig.Events[3]) - 5000 - phase, 0, Budget);
            Assert.EndsWith(", after its supply was switched off and on", Detail(rig, 3), StringComparison.Ordinal);
            Assert.Equal(baud, rig.Chip.Baud);
        }
    }

    [Fact]
    public void The_whole_ladder_is_climbed_in_order_each_rung_timed_and_counted()
    {
        var rig = new ReaderRig().WithResetLine().WithSupplyLine();
        rig.At(5000, () => rig.Chip.Hang(ChipHang.UntilPowerCycle));

        rig.RunUntil(10_000);

        Assert.Equal(LostAndBack, rig.Healths);
        Assert.Equal("Abort 0 of 1, SetUp 0 of 1, Reset 0 of 1, Supply 1 of 1", Helped(rig));
        Assert.All(rig.Statistics.Rungs, rung => Assert.InRange(rung.Last.TotalMilliseconds, 90, 400));
        Assert.All(rig.Statistics.Rungs, rung => Assert.Equal(rung.Longest, rung.Last));
        Assert.InRange(rig.Statistics.LastRecovery.TotalMilliseconds, 500, 1500);
        Assert.Equal((1, 0, 0), (rig.Statistics.ChipFailures, rig.Statistics.LinkLosses, rig.Statistics.LineFailures));
        Assert.InRange(ReaderRig.Milliseconds(rig.Events[3]), 5000, 7500);
    }

    [Fact]
    public void A_chip_that_hangs_while_a_card_lies_there_comes_back_and_the_card_does_not_arrive_again()
    {
        for (var phase = 0; phase < 100; phase += 3)
        {
            var rig = new ReaderRig().WithResetLine();
            rig.Put(1000, ReaderRig.Card(Uid));
            rig.At(5000 + phase, () => rig.Chip.Hang(ChipHang.UntilReset));

            rig.RunUntil(10_000);

            Assert.Equal(LostAndBack, rig.Healths);
            Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.FieldEvents));
        }
    }

    [Fact]
    public void A_tap_while_the_chip_hangs_is_neither_lost_nor_doubled()
    {
        for (var phase = 10; phase < 1600; phase += 30)
        {
            var rig = new ReaderRig().WithResetLine();
            rig.At(5000, () => rig.Chip.Hang(ChipHang.UntilReset));
            rig.Put(5000 + phase, ReaderRig.Card(Uid));

            rig.RunUntil(12_000);

            var arrived = Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.FieldEvents));
            Assert.False(arrived.LayThere);
        }
    }

    [Fact]
    public void Neither_line_is_touched_while_the_chip_can_be_talked_to()
    {
        var rig = new ReaderRig().WithResetLine().WithSupplyLine();
        rig.Put(1000, ReaderRig.Card(Uid));
        rig.At(5000, () => rig.Chip.Hang(ChipHang.UntilAbort));
        rig.At(9000, rig.Chip.PowerCycle);

        rig.RunUntil(60_000);

        Assert.Equal((0, 0), (rig.ResetLine.Pulses, rig.SupplyLine.Pulses));
        Assert.Equal(Good, rig.Healths);
    }

    [Fact]
    public void A_reset_line_that_is_out_of_order_is_said_and_passed_over()
    {
        var rig = new ReaderRig().WithResetLine().WithSupplyLine();
        rig.ResetLine.IsBroken = true;
        rig.At(5000, () => rig.Chip.Hang(ChipHang.UntilReset));

        rig.RunUntil(10_000);

        Assert.Equal(LostAndBack, rig.Healths);
        Assert.Equal("Abort 0 of 1, SetUp 0 of 1, Reset 0 of 1, Supply 1 of 1", Helped(rig));
        Assert.Equal(1, rig.Statistics.LineFailures);
    }

    [Fact]
    public void When_nothing_helps_the_reader_stays_lost_tries_for_ever_and_says_which_line_failed()
    {
        var rig = new ReaderRig().WithResetLine();
        rig.ResetLine.IsBroken = true;
        rig.At(0, () => rig.Chip.Hang(ChipHang.UntilReset));

        rig.RunUntil(60_000);

        Assert.Equal([ReaderHealth.Starting, ReaderHealth.Lost], rig.Healths);
        Assert.InRange(rig.Statistics.LineFailures, 20, 60);
    }

    [Fact]
    public void A_reset_that_is_cut_short_by_the_end_of_the_program_lets_the_chip_go()
    {
        var rig = new ReaderRig();
        using var end = new CancellationTokenSource();
        rig.Lines = new RecoveryLines(new CancellingLine(rig.ResetLine, end), null);
        rig.At(0, () => rig.Chip.Hang(ChipHang.UntilReset));

        rig.Run(end);

        Assert.Equal((1, false), (rig.ResetLine.Pulses, rig.ResetLine.IsActive));
        Assert.InRange(rig.Clock.Now / 1e6, 0, 1000);
    }

    [Fact]
    public void A_chip_that_hangs_from_the_start_is_reset_and_what_lay_there_lay_there()
    {
        var rig = new ReaderRig().WithResetLine();
        rig.Chip.Field.Put(ReaderRig.Card(Uid));
        rig.At(0, () => rig.Chip.Hang(ChipHang.UntilReset));

        rig.RunUntil(5000);

        Assert.Equal([ReaderHealth.Starting, ReaderHealth.Lost, ReaderHealth.Working], rig.Healths);
        Assert.True(Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.FieldEvents)).LayThere);
    }

    [Fact]
    public void A_supply_that_is_off_for_too_short_a_time_empties_no_capacitor()
    {
        var rig = new ReaderRig
        {
            Settings = new Pn532Settings { SupplyOffTime = TimeSpan.FromMilliseconds(20) },
        }.WithSupplyLine();
        rig.At(5000, () => rig.Chip.Hang(ChipHang.UntilPowerCycle));

        rig.RunUntil(20_000);

        Assert.Equal([.. Good, ReaderHealth.Lost], rig.Healths);
        Assert.InRange(rig.Statistics[RecoveryRung.Supply].Tries, 2, 20);
    }

    private static string Helped(ReaderRig rig) => string.Join(
        ", ",
        rig.Statistics.Rungs.Where(rung => rung.Tries > 0)
            .Select(rung => $"{rung.Rung} {rung.Successes} of {rung.Tries}"));

    private static string Detail(ReaderRig rig, int index) =>
        Assert.IsType<ReaderEvent.HealthChanged>(rig.Events[index]).Detail;

    /// <summary>The program is told to end while the line is active.</summary>
    private sealed class CancellingLine(SwitchedLine line, CancellationTokenSource end) : IOutputLine
    {
        public DeviceOutcome Set(bool active)
        {
            if (active)
                end.Cancel();
            return line.Set(active);
        }

        public void Dispose() => line.Dispose();
    }
}
