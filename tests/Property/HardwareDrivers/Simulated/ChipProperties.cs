using FsCheck.Fluent;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;
using Tests.Property.HardwareDrivers.Pn532;

namespace Tests.Property.HardwareDrivers.Simulated;

public class ChipProperties
{
    private static readonly byte[] WakeUp = [0x55, 0x55, .. new byte[30]];

    // Valid frames among them, so that not only the parser is met.
    [Fact]
    public void Whatever_the_host_sends_the_chip_can_be_brought_back_to_its_senses()
    {
        var command =
            from code in Gen.Elements<byte>(0, 2, 4, 6, 8, 0x12, 0x14, 0x16, 0x32, 0x40, 0x42, 0x44, 0x4A, 0x52, 0x60)
            from parameters in Gen.Choose(0, 12).SelectMany(
                length => Gen.Choose(0, 6).Select(value => (byte)value).ArrayOf(length))
            select FrameEncoder.Information(FrameDirection.ToChip, [code, .. parameters]);
        var talk = Gen.OneOf(command, Hostile.Bytes).ListOf(12);

        Prop.ForAll(talk.ToArbitrary(), pieces =>
        {
            var chip = new Pn532Chip(115_200, new ChipTimings());
            chip.Field.Put(EmulatedCard.WithUid(new byte[] { 4, 1, 2, 3, 4, 5, 6 }));
            chip.Field.Put(EmulatedCard.WithUid(new byte[] { 4, 1, 2, 3 }));
            var now = Say(chip, WakeUp, 0);
            now = Say(chip, FrameEncoder.Information(FrameDirection.ToChip, [0x14, 0x01]), now);
            foreach (var piece in pieces)
                now = Say(chip, piece, now);
            return AnswersAfterWakeUp(chip, now);
        }).HoldsAlways();
    }

    private static bool AnswersAfterWakeUp(Pn532Chip chip, long now)
    {
        now = Say(chip, WakeUp, now);
        now = Say(chip, FrameEncoder.Acknowledge, now);
        chip.Receive(FrameEncoder.Information(FrameDirection.ToChip, [0x14, 0x01]), now);
        var output = new List<byte>();
        chip.AdvanceTo(now + 100_000_000, output);
        var parser = new FrameParser();
        parser.Add(output.ToArray());
        while (parser.Next() is { } frame)
            if (frame.Equals(new Frame.Information(FrameDirection.FromChip, new byte[] { 0x15 })))
                return true;
        return false;
    }

    private static long Say(Pn532Chip chip, ReadOnlySpan<byte> bytes, long now)
    {
        chip.Receive(bytes, now);
        now += 200_000_000;
        chip.AdvanceTo(now, new List<byte>());
        return now;
    }
}
