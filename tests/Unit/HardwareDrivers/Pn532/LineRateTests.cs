using HardwareDrivers.Abstractions;

namespace Tests.Unit.HardwareDrivers.Pn532;

/// <summary>The driver at another rate than the chip's own after power-on.</summary>
public class LineRateTests
{
    private const string Uid = "04A23B1C5D6E80";
    private const int Fast = 921_600;

    private static readonly ReaderHealth[] Good = [ReaderHealth.Starting, ReaderHealth.Working];

    [Theory]
    [InlineData(9_600)]
    [InlineData(460_800)]
    [InlineData(Fast)]
    [InlineData(1_288_000)]
    public void A_chip_is_switched_to_the_wanted_rate_before_the_reader_works(int baud)
    {
        var rig = RigOf(baud);
        rig.Put(1000, ReaderRig.Card(Uid));

        rig.RunUntil(3000);

        Assert.Equal((baud, baud), (rig.Chip.Baud, rig.Chip.HostBaud));
        Assert.Equal(Good, rig.Healths);
        Assert.Equal("PN532, firmware 1.6", Working(rig).Detail);
        Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.FieldEvents));
    }

    [Theory]
    [InlineData(Fast, Fast)]
    [InlineData(Fast, 115_200)]
    [InlineData(460_800, Fast)]
    public void A_chip_that_an_earlier_daemon_has_switched_is_found_and_brought_to_the_wanted_rate(int before, int now)
    {
        var rig = RigOf(before);
        rig.RunUntil(1000);
        var again = new ReaderRig(rig.Chip, rig.Clock) { Baud = now };

        again.RunUntil(5000);

        Assert.Equal((now, now), (rig.Chip.Baud, rig.Chip.HostBaud));
        Assert.Equal(ReaderHealth.Working, again.Healths.Last());
    }

    [Fact]
    public void A_chip_that_lost_its_power_for_a_moment_is_switched_again_without_being_lost()
    {
        var rig = RigOf(Fast);
        rig.At(5100, rig.Chip.PowerCycle);
        rig.Put(8000, ReaderRig.Card(Uid));

        rig.RunUntil(9000);

        Assert.Equal(Good, rig.Healths);
        Assert.Equal(Fast, rig.Chip.Baud);
        Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.FieldEvents));
    }

    [Fact]
    public void A_chip_that_hangs_is_lost_within_two_seconds_and_found_at_the_rate_that_it_kept()
    {
        var rig = RigOf(Fast);
        rig.At(5000, () => rig.Chip.Hung = true);
        rig.At(15_000, () => rig.Chip.Hung = false);

        rig.RunUntil(20_000);

        Assert.Equal([.. Good, ReaderHealth.Lost, ReaderHealth.Working], rig.Healths);
        Assert.InRange(ReaderRig.Milliseconds(rig.Events[2]), 5000, 7000);
        Assert.InRange(ReaderRig.Milliseconds(rig.Events[3]), 15_000, 18_000);
    }

    [Fact]
    public void A_chip_whose_line_carries_nothing_at_the_wanted_rate_works_at_its_own_and_says_so()
    {
        var rig = RigOf(Fast);
        var noise = (byte value) => rig.Chip.HostBaud == Fast ? (byte)0 : value;
        rig.Disturb = noise;
        // Nothing but its power brings back a chip that was sent to a rate at which it cannot be heard.
        rig.At(3000, rig.Chip.PowerCycle);
        rig.Put(10_000, ReaderRig.Card(Uid));

        rig.RunUntil(12_000);

        Assert.Equal(115_200, rig.Chip.Baud);
        Assert.Equal("PN532, firmware 1.6, at 115200 baud: 921600 did not work", Working(rig).Detail);
        Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.FieldEvents));
    }

    [Fact]
    public void A_card_is_known_sooner_at_a_higher_rate()
    {
        // The quickest of many moments: what a card waits for the heartbeat is left out.
        static double Quickest(int baud) => Enumerable.Range(0, 20).Min(phase =>
        {
            var rig = RigOf(baud);
            rig.Put(1500 + 10 * phase, ReaderRig.Card(Uid));
            return ReaderRig.Milliseconds(Assert.Single(rig.RunUntil(2500).FieldEvents)) - 1500 - 10 * phase;
        });

        Assert.InRange(Quickest(115_200) - Quickest(Fast), 1, 5);
    }

    private static ReaderRig RigOf(int baud) => new() { Baud = baud };

    private static ReaderEvent.HealthChanged Working(ReaderRig rig) =>
        rig.Events.OfType<ReaderEvent.HealthChanged>().Last(changed => changed.Health == ReaderHealth.Working);
}
