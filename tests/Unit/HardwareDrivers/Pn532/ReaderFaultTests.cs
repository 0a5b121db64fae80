using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Pn532;

/// <summary>
/// What the driver makes of each fault of the emulated chip: no tap is lost, none is counted twice, and the reader is
/// not out of service for what a second try mends.
/// </summary>
/// <param name="bus">Where they talk.</param>
/// <param name="step">Between two moments that are tried, milliseconds.</param>
public abstract class ReaderFaultTests(ReaderBus bus, int step)
{
    private const string Uid = "04A23B1C5D6E80";
    private const string OtherUid = "047F11223344AA";
    protected const double Budget = 2000;

    protected static readonly ReaderHealth[] Good = [ReaderHealth.Starting, ReaderHealth.Working];

    // Faults in the way of bytes; a card comes and goes three times meanwhile.
    [Theory]
    [InlineData(ChipFault.LostAcknowledge)]
    [InlineData(ChipFault.WrongAcknowledge)]
    [InlineData(ChipFault.NegativeAcknowledge)]
    [InlineData(ChipFault.WrongResponse)]
    [InlineData(ChipFault.CutResponse)]
    [InlineData(ChipFault.RefusedCommand)]
    [InlineData(ChipFault.NoiseBefore)]
    [InlineData(ChipFault.NoiseInside)]
    [InlineData(ChipFault.NoiseAfter)]
    [InlineData(ChipFault.StaleResponse)]
    public void A_fault_that_happens_once_harms_nothing_whenever_it_happens(ChipFault fault)
    {
        var (struck, tried) = (0, 0);
        for (var phase = 0; phase < 1200; phase += step, tried++)
        {
            var rig = ReaderRig.On(bus);
            rig.At(2000 + phase, () => rig.Chip.Faults.Arm(fault, 1));
            ThreeTaps(rig, from: 2500);

            rig.RunUntil(14_000);

            AssertThreeTaps(rig);
            Assert.Equal(Good, rig.Healths);
            struck += rig.Chip.Faults.Happened(fault);
        }

        Assert.InRange(struck, tried * 6 / 7, tried);
    }

    // Two of three times something is wrong: the reader may need its ladder, but it comes back and counts right.
    [Theory]
    [InlineData(ChipFault.LostAcknowledge)]
    [InlineData(ChipFault.WrongAcknowledge)]
    [InlineData(ChipFault.NegativeAcknowledge)]
    [InlineData(ChipFault.WrongResponse)]
    [InlineData(ChipFault.CutResponse)]
    [InlineData(ChipFault.RefusedCommand)]
    [InlineData(ChipFault.NoiseBefore)]
    [InlineData(ChipFault.NoiseInside)]
    [InlineData(ChipFault.NoiseAfter)]
    public void After_a_while_in_which_nothing_is_right_the_reader_works_within_its_longest_pause(ChipFault fault)
    {
        var rig = ReaderRig.On(bus).WithResetLine();
        rig.At(2000, () => rig.Chip.Faults.ArmUntil(fault, rig.Clock.Now + 5_000_000_000));
        ThreeTaps(rig, from: 12_000);

        rig.RunUntil(24_000);

        Assert.Equal(ReaderHealth.Working, rig.Healths.Last());
        AssertThreeTaps(rig);
        Assert.InRange(rig.Chip.Faults.Happened(fault), 5, 1000);
        var last = rig.Events.OfType<ReaderEvent.HealthChanged>().Last();
        Assert.InRange(ReaderRig.Milliseconds(last), 0, 7000 + Budget);
    }

    [Fact]
    public void Stale_responses_behind_every_abort_are_never_taken_for_an_answer()
    {
        var rig = ReaderRig.On(bus);
        rig.Chip.Faults.ArmUntil(ChipFault.StaleResponse, long.MaxValue);
        ThreeTaps(rig, from: 2500);

        rig.RunUntil(60_000);

        AssertThreeTaps(rig);
        Assert.Equal(Good, rig.Healths);
        Assert.InRange(rig.Chip.Faults.Happened(ChipFault.StaleResponse), 30, 100);
        Assert.Equal(0, rig.Statistics.ChipFailures);
    }

    // adafruit/Adafruit-PN532, issue 52.
    [Fact]
    public void A_chip_that_misses_every_second_read_of_seven_bytes_reports_a_card_once()
    {
        var rig = ReaderRig.On(bus);
        rig.Chip.Faults.ArmUntil(ChipFault.MissedRead, long.MaxValue);
        ThreeTaps(rig, from: 2500);

        rig.RunUntil(14_000);

        AssertThreeTaps(rig);
        Assert.InRange(rig.Chip.Faults.Happened(ChipFault.MissedRead), 10, 200);
    }

    [Fact]
    public void A_card_that_is_taken_the_moment_it_is_selected_was_never_there()
    {
        var rig = ReaderRig.On(bus);
        rig.At(1500, () => rig.Chip.Faults.Arm(ChipFault.CardRemoved, 1));
        rig.Put(2000, ReaderRig.Card(Uid));
        rig.Put(4000, ReaderRig.Card(OtherUid));

        rig.RunUntil(6000);

        var arrived = Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.FieldEvents));
        Assert.Equal(OtherUid, arrived.Card.UidHex);
        Assert.Equal(1, rig.Chip.Faults.Happened(ChipFault.CardRemoved));
        Assert.Equal(Good, rig.Healths);
    }

    [Fact]
    public void A_card_that_is_taken_in_the_middle_of_its_proof_has_left_early_and_may_come_again()
    {
        var rig = ReaderRig.On(bus);
        rig.Prover = new SecondLook(() => ArmOnce(rig));
        rig.Put(2000, ReaderRig.Card(Uid));
        rig.Put(4000, ReaderRig.Card(Uid));

        rig.RunUntil(6000);

        Assert.Equal(
            [typeof(ReaderEvent.CardLeftEarly), typeof(ReaderEvent.CardArrived)],
            rig.FieldEvents.Select(seen => seen.GetType()));
        Assert.Equal(Good, rig.Healths);
    }

    // The driver has taken note of the card by then; the guest has not been told anything.
    [Fact]
    public void A_chip_that_hangs_in_the_middle_of_a_proof_loses_no_tap()
    {
        var rig = ReaderRig.On(bus).WithResetLine();
        var hung = false;
        rig.Prover = new SecondLook(() =>
        {
            if (!hung)
                rig.Chip.Hang(ChipHang.UntilReset);
            hung = true;
        });
        rig.Put(2000, ReaderRig.Card(Uid));

        rig.RunUntil(8000);

        var arrived = Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.FieldEvents));
        Assert.False(arrived.LayThere);
        Assert.InRange(ReaderRig.Milliseconds(arrived), 2000, 2000 + 2 * Budget);
        Assert.Equal(1, rig.Statistics[RecoveryRung.Reset].Successes);
    }

    [Fact]
    public void Two_cards_stay_refused_whatever_goes_wrong()
    {
        foreach (var fault in Enum.GetValues<ChipFault>().Where(fault => fault != ChipFault.CardRemoved))
        {
            var rig = ReaderRig.On(bus).WithResetLine();
            rig.Put(2000, ReaderRig.Card(Uid));
            rig.At(2000, () => rig.Chip.Field.Put(ReaderRig.Card("1ADA7444")));
            rig.At(3000, () => rig.Chip.Faults.Arm(fault, 3));
            rig.At(6000, () => rig.Chip.Hang(ChipHang.UntilReset));

            rig.RunUntil(12_000);

            Assert.IsType<ReaderEvent.SeveralCards>(Assert.Single(rig.FieldEvents));
        }
    }

    private static void ArmOnce(ReaderRig rig)
    {
        if (rig.Chip.Faults.Happened(ChipFault.CardRemoved) == 0)
            rig.Chip.Faults.Arm(ChipFault.CardRemoved, 1);
    }

    private protected static void ThreeTaps(ReaderRig rig, double from)
    {
        for (var tap = 0; tap < 3; tap++)
        {
            var card = ReaderRig.Card(tap % 2 == 0 ? Uid : OtherUid);
            rig.Put(from + 3500 * tap, card);
            rig.Take(from + 3500 * tap + 2300, card);
        }
    }

    private protected static void AssertThreeTaps(ReaderRig rig) => Assert.Equal(
        [Uid, "empty", OtherUid, "empty", Uid, "empty"],
        rig.FieldEvents.Select(seen => seen is ReaderEvent.CardArrived arrived ? arrived.Card.UidHex : "empty"));

    /// <summary>Selects the card once more, after something has happened.</summary>
    private sealed class SecondLook(Action before) : ICardProver
    {
        public CardProof Prove(ICardChannel card, CancellationToken cancellation)
        {
            before();
            return card.Reactivate(cancellation) == Reactivation.Done
                ? CardProof.Nothing
                : new CardProof.Interrupted();
        }
    }
}

/// <summary>A stream of bytes can fail in ways of its own: it pauses inside a frame, or babbles.</summary>
public sealed class SerialReaderFaultTests() : ReaderFaultTests(ReaderBus.Serial, step: 13)
{
    [Theory]
    [InlineData(ChipFault.ShortPause)]
    [InlineData(ChipFault.LongPause)]
    public void A_pause_in_a_frame_harms_nothing_whenever_it_happens(ChipFault fault) =>
        A_fault_that_happens_once_harms_nothing_whenever_it_happens(fault);

    [Fact]
    public void After_a_while_of_long_pauses_in_every_frame_the_reader_works_within_its_longest_pause() =>
        After_a_while_in_which_nothing_is_right_the_reader_works_within_its_longest_pause(ChipFault.LongPause);

    [Fact]
    public void A_short_pause_in_every_frame_slows_the_reader_down_and_nothing_else()
    {
        var rig = new ReaderRig();
        rig.Chip.Faults.ArmUntil(ChipFault.ShortPause, long.MaxValue);
        ThreeTaps(rig, from: 2500);

        rig.RunUntil(14_000);

        AssertThreeTaps(rig);
        Assert.Equal(Good, rig.Healths);
        Assert.Equal(0, rig.Statistics.ChipFailures);
    }

    // A babbling line: bytes without a pause, each the beginning of something.
    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    [InlineData(0x55)]
    public void A_line_that_babbles_is_lost_in_time_and_never_hangs_the_driver(int value)
    {
        var rig = new ReaderRig { Disturb = _ => (byte)value };

        rig.RunUntil(10_000);

        Assert.Equal([ReaderHealth.Starting, ReaderHealth.Lost], rig.Healths);
        Assert.InRange(ReaderRig.Milliseconds(rig.Events[1]), 0, Budget);
    }
}

public sealed class I2cReaderFaultTests() : ReaderFaultTests(ReaderBus.I2c, step: 61);

public sealed class I2cInterruptReaderFaultTests() : ReaderFaultTests(ReaderBus.I2cWithInterrupt, step: 61);

public sealed class SpiReaderFaultTests() : ReaderFaultTests(ReaderBus.Spi, step: 61);

public sealed class SpiInterruptReaderFaultTests() : ReaderFaultTests(ReaderBus.SpiWithInterrupt, step: 61);
