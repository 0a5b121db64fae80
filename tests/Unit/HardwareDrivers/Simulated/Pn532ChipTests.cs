using HardwareDrivers.Pn532;

namespace Tests.Unit.HardwareDrivers.Simulated;

public class Pn532ChipTests
{
    private const string FirmwareResponse = "0332010607";

    [Fact]
    public void Without_wake_up_a_chip_with_fresh_power_hears_nothing()
    {
        Assert.Equal("", new ChipRig().Ask("140100"));
    }

    [Fact]
    public void Awake_with_fresh_power_it_hears_only_SAMConfiguration()
    {
        var rig = new ChipRig();
        rig.Send(0x55, 0x55, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        Assert.Equal("", rig.Ask("02"));
        Assert.Equal("15", rig.Ask("140100"));
        Assert.Equal(FirmwareResponse, rig.Ask("02"));
    }

    [Fact]
    public void A_frame_right_behind_the_first_wake_up_byte_is_lost()
    {
        var rig = new ChipRig();
        rig.Send(0x55);

        Assert.Equal("", rig.Ask("140100"));
    }

    [Fact]
    public void Powered_down_it_sleeps_until_the_line_wakes_it()
    {
        var rig = ChipRig.Awake();

        Assert.Equal("1700", rig.Ask("16F0"));
        Assert.Equal("", rig.Ask("02"));

        rig.Send(0x55, 0x55, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        Assert.Equal(FirmwareResponse, rig.Ask("02"));
    }

    [Fact]
    public void A_command_is_acknowledged_and_then_answered()
    {
        var rig = ChipRig.Awake();

        rig.Ask("02");

        Assert.Equal([new Frame.Acknowledge(), Response(FirmwareResponse)], rig.Frames);
    }

    [Theory]
    [InlineData(9_600)]
    [InlineData(115_200)]
    [InlineData(921_600)]
    public void Bytes_follow_each_other_at_the_rate_of_the_line(int baud)
    {
        var rig = new ChipRig(baud);
        rig.Send([0x55, 0x55, .. new byte[200]]);
        rig.Ask("140100");
        rig.Ask("02");

        var acknowledge = rig.Bytes.Take(6).Select(entry => entry.Moment).ToList();
        var gaps = acknowledge.Zip(acknowledge.Skip(1), (first, second) => second - first);

        Assert.All(gaps, gap => Assert.InRange(gap, 10_000_000_000 / baud - 1, 10_000_000_000 / baud + 1));
    }

    [Fact]
    public void A_command_takes_its_time_on_the_line_before_it_is_acknowledged()
    {
        var rig = ChipRig.Awake();
        var start = rig.Now;

        rig.Ask("02");

        // Nine bytes of command, the last of them not waited for; half a millisecond; one byte of ACK.
        Assert.InRange((rig.Bytes[0].Moment - start) / 1e6, 8 * 0.0868 + 0.5 + 0.0868, 9 * 0.0868 + 0.5 + 0.0869);
    }

    [Fact]
    public void A_damaged_command_is_not_acknowledged()
    {
        var rig = ChipRig.Awake();
        rig.Send(0x00, 0x00, 0xFF, 0x02, 0xFE, 0xD4, 0x02, 0x2B, 0x00);

        rig.Advance(100);

        Assert.Empty(rig.Frames);
        Assert.Equal(FirmwareResponse, rig.Ask("02"));
    }

    [Fact]
    public void Half_a_command_is_forgotten_after_89_ms()
    {
        var rig = ChipRig.Awake();
        rig.Send(0x00, 0x00, 0xFF, 0x20, 0xE0, 0xD4);

        rig.Advance(95);

        Assert.Equal(FirmwareResponse, rig.Ask("02"));
    }

    [Fact]
    public void NACK_repeats_the_last_answer()
    {
        var rig = ChipRig.Awake();
        rig.Ask("02");
        rig.Forget();

        rig.Send(FrameEncoder.NegativeAcknowledge);
        rig.Advance(10);

        Assert.Equal([Response(FirmwareResponse)], rig.Frames);
    }

    [Fact]
    public void ACK_aborts_the_command_under_way()
    {
        var rig = ChipRig.Awake();
        rig.Send(FrameEncoder.Information(FrameDirection.ToChip, [0x4A, 0x01, 0x00]));
        rig.Advance(100);
        rig.Send(FrameEncoder.Acknowledge);
        rig.Advance(1);

        rig.Chip.Field.Put(Pn532.ReaderRig.Card("1ADA7444"));
        rig.Forget();
        rig.Advance(1000);

        Assert.Empty(rig.Frames);
        Assert.Equal(FirmwareResponse, rig.Ask("02"));
    }

    [Fact]
    public void A_new_command_aborts_the_one_under_way()
    {
        var rig = ChipRig.Awake();
        rig.Send(FrameEncoder.Information(FrameDirection.ToChip, [0x4A, 0x01, 0x00]));
        rig.Advance(100);

        Assert.Equal(FirmwareResponse, rig.Ask("02"));
        rig.Chip.Field.Put(Pn532.ReaderRig.Card("1ADA7444"));
        rig.Forget();
        rig.Advance(1000);

        Assert.Empty(rig.Frames);
    }

    [Fact]
    public void Hung_it_is_silent_and_then_goes_on()
    {
        var rig = ChipRig.Awake();
        rig.Chip.Hung = true;
        Assert.Equal("", rig.Ask("02"));

        rig.Chip.Hung = false;
        Assert.Equal(FirmwareResponse, rig.Ask("02"));
    }

    [Theory]
    [InlineData("00006C69626E6663", "01006C69626E6663")]
    [InlineData("0001", "0100")]
    [InlineData("0002", "0100")]
    [InlineData("0007", "0100")]
    [InlineData("000401", "0180")]
    [InlineData("0006", "0101")]
    [InlineData("04", "050000" + "0000")]
    [InlineData("1214", "13")]
    [InlineData("0663026303", "070000")]
    [InlineData("08630280", "09")]
    [InlineData("320101", "33")]
    [InlineData("3202000B0A", "33")]
    [InlineData("320400", "33")]
    [InlineData("32050001FF", "33")]
    [InlineData("320A5AF43F114D85616F266287", "33")]
    [InlineData("4401", "4527")]
    [InlineData("5200", "5300")]
    [InlineData("400130" + "00", "4127")]
    public void Plain_commands_are_answered(string command, string expected)
    {
        Assert.Equal(expected, ChipRig.Awake().Ask(command));
    }

    [Theory]
    [InlineData("99")]
    [InlineData("0201")]
    [InlineData("00FF")]
    [InlineData("0663")]
    [InlineData("086302")]
    [InlineData("1405")]
    [InlineData("3203")]
    [InlineData("3201")]
    [InlineData("32020011FF")]
    [InlineData("4A0300")]
    [InlineData("4A")]
    [InlineData("6001")]
    [InlineData("40")]
    public void Anything_else_is_a_syntax_error(string command)
    {
        Assert.Equal("error", ChipRig.Awake().Ask(command));
    }

    [Fact]
    public void A_register_keeps_what_was_written()
    {
        var rig = ChipRig.Awake();
        rig.Ask("08630280" + "630383");

        Assert.Equal("078083", rig.Ask("0663026303"));
    }

    private static Frame.Information Response(string data) =>
        new(FrameDirection.FromChip, Convert.FromHexString(data));
}
