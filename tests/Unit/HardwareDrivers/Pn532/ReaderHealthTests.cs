using HardwareDrivers.Abstractions;

namespace Tests.Unit.HardwareDrivers.Pn532;

public class ReaderHealthTests
{
    private const string Uid = "04A23B1C5D6E80";

    private static readonly ReaderHealth[] LostAndBack =
        [ReaderHealth.Starting, ReaderHealth.Working, ReaderHealth.Lost, ReaderHealth.Working];

    [Fact]
    public void A_good_reader_starts_works_and_says_so_once()
    {
        var rig = new ReaderRig().RunUntil(60_000);

        Assert.Equal([ReaderHealth.Starting, ReaderHealth.Working], rig.Healths);
        Assert.Equal("PN532, firmware 1.6", Assert.IsType<ReaderEvent.HealthChanged>(rig.Events[1]).Detail);
    }

    [Fact]
    public void A_chip_that_hangs_is_lost_within_two_seconds_and_works_again_when_it_answers()
    {
        var rig = new ReaderRig();
        rig.At(5000, () => rig.Chip.Hung = true);
        rig.At(15_000, () => rig.Chip.Hung = false);

        rig.RunUntil(20_000);

        Assert.Equal(LostAndBack, rig.Healths);
        Assert.InRange(ReaderRig.Milliseconds(rig.Events[2]), 5000, 7000);
        Assert.InRange(ReaderRig.Milliseconds(rig.Events[3]), 15_000, 18_000);
    }

    [Fact]
    public void A_chip_that_lost_its_power_for_a_moment_is_set_up_again_without_being_lost()
    {
        var rig = new ReaderRig();
        rig.At(5100, rig.Chip.PowerCycle);
        rig.Put(8000, ReaderRig.Card(Uid));

        rig.RunUntil(9000);

        Assert.Equal([ReaderHealth.Starting, ReaderHealth.Working], rig.Healths);
        Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.FieldEvents));
    }

    [Fact]
    public void An_unplugged_reader_is_lost_at_once_and_works_again_when_it_is_back()
    {
        var rig = new ReaderRig();
        rig.At(5000, rig.Unplug);
        rig.At(60_000, rig.PlugIn);
        rig.Put(70_000, ReaderRig.Card(Uid));

        rig.RunUntil(71_000);

        Assert.Equal(LostAndBack, rig.Healths);
        Assert.InRange(ReaderRig.Milliseconds(rig.Events[2]), 5000, 5010);
        Assert.InRange(ReaderRig.Milliseconds(rig.Events[3]), 60_000, 62_500);
        Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.FieldEvents));
    }

    [Fact]
    public void A_reader_that_was_never_there_is_lost_with_the_reason()
    {
        var rig = new ReaderRig();
        rig.Unplug();

        rig.RunUntil(60_000);

        Assert.Equal([ReaderHealth.Starting, ReaderHealth.Lost], rig.Healths);
        Assert.Contains("not plugged in", Assert.IsType<ReaderEvent.HealthChanged>(rig.Events[1]).Detail);
    }

    [Fact]
    public void A_card_left_lying_while_the_reader_was_lost_does_not_arrive_again()
    {
        var rig = new ReaderRig();
        rig.Put(1000, ReaderRig.Card(Uid));
        rig.At(5000, rig.Unplug);
        rig.At(8000, rig.PlugIn);

        rig.RunUntil(12_000);

        Assert.Equal(LostAndBack, rig.Healths);
        Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.FieldEvents));
    }

    [Fact]
    public void A_card_taken_while_the_reader_was_lost_is_gone_afterwards()
    {
        var rig = new ReaderRig();
        var card = ReaderRig.Card(Uid);
        rig.Put(1000, card);
        rig.At(5000, rig.Unplug);
        rig.Take(6000, card);
        rig.At(8000, rig.PlugIn);

        Assert.Equal(
            [typeof(ReaderEvent.CardArrived), typeof(ReaderEvent.FieldEmptied)],
            rig.RunUntil(12_000).FieldEvents.Select(seen => seen.GetType()));
    }

    [Fact]
    public void A_line_that_only_makes_noise_is_lost()
    {
        var noise = new Random(1);
        var rig = new ReaderRig { Disturb = _ => (byte)noise.Next(256) };

        rig.RunUntil(10_000);

        Assert.Equal([ReaderHealth.Starting, ReaderHealth.Lost], rig.Healths);
    }

    [Fact]
    public void A_damaged_byte_now_and_then_harms_nothing()
    {
        var rig = new ReaderRig();
        var sent = 0;
        rig.Disturb = value => ++sent % 97 == 0 ? (byte)(value ^ 0x10) : value;
        rig.Put(1000, ReaderRig.Card(Uid));

        rig.RunUntil(30_000);

        Assert.Equal([ReaderHealth.Starting, ReaderHealth.Working], rig.Healths);
        Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.FieldEvents));
    }

    [Fact]
    public void A_reader_can_be_run_again_after_it_was_stopped()
    {
        var rig = new ReaderRig();
        rig.RunUntil(1000);
        rig.Put(2000, ReaderRig.Card(Uid));

        rig.RunUntil(3000);

        Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.FieldEvents));
    }
}
