using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;
using HardwareDrivers.Simulated;
using static Tests.Unit.HardwareDrivers.Pn532.ProvedSite;

namespace Tests.Unit.HardwareDrivers.Pn532;

/// <summary>
/// What a fault of the chip or its line does to a tap with proof: a good card never looks like a copy.
/// </summary>
public class ProvedFaultTests
{
    private const string Uid = "04A23B1C5D6E80";
    private const double Put = 1000;

    public static MatrixTheoryData<ChipFault, CardMethod> Faults { get; } =
        new(
            // Nothing is aborted in a tap, and a card that is taken away is another story.
            Enum.GetValues<ChipFault>().Except([ChipFault.StaleResponse, ChipFault.CardRemoved]),
            Enum.GetValues<CardMethod>());

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_at_any_moment_of_a_tap_never_makes_a_good_card_a_copy(ChipFault fault, CardMethod method)
    {
        var struck = 0;
        for (var phase = 0.0; phase < 130; phase += 3.7)
        {
            var rig = Rig(method);
            rig.At(Put + phase, () => rig.Chip.Faults.Arm(fault, 1));
            rig.Put(Put, Card(method, Uid));

            var arrived = Assert.IsType<ReaderEvent.CardArrived>(
                rig.RunUntil(Put + 3000).FieldEvents.Last(seen => seen is not ReaderEvent.CardLeftEarly));

            Assert.IsNotType<CardProof.Unproved>(arrived.Proof);
            Assert.DoesNotContain(ReaderHealth.Lost, rig.Healths);
            struck += rig.Chip.Faults.Happened(fault);
        }

        Assert.InRange(struck, 10, 100);
    }
}
