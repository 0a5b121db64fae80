using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Simulated;

/// <summary>The emulated chip when its rate changes, or is not the host's.</summary>
public class ChipRateTests
{
    private const string Version = "0332010607";

    [Fact]
    public void The_answer_comes_at_the_old_rate_and_the_chip_changes_over_when_it_was_acknowledged()
    {
        var rig = ChipRig.Awake();

        Assert.Equal("11", rig.Ask("1007"));
        Assert.Equal(115_200, rig.Chip.Baud);
        rig.Send(0, 0, 0xFF, 0, 0xFF, 0);
        rig.Advance(5);

        Assert.Equal(921_600, rig.Chip.Baud);
        rig.Chip.HostBaud = 921_600;
        Assert.Equal(Version, rig.Ask("02"));
    }

    [Fact]
    public void Another_command_instead_of_the_acknowledgement_leaves_the_rate_as_it_is()
    {
        var rig = ChipRig.Awake();
        rig.Ask("1007");

        Assert.Equal(Version, rig.Ask("02"));
        rig.Send(0, 0, 0xFF, 0, 0xFF, 0);
        rig.Advance(5);

        Assert.Equal(115_200, rig.Chip.Baud);
    }

    [Theory]
    [InlineData("1009")]
    [InlineData("10")]
    [InlineData("100707")]
    public void A_rate_that_the_chip_does_not_know_is_refused(string command) =>
        Assert.Equal("error", ChipRig.Awake().Ask(command));

    [Fact]
    public void Without_power_the_rate_is_forgotten()
    {
        var rig = ChipRig.Awake();
        rig.Ask("1008");
        rig.Send(0, 0, 0xFF, 0, 0xFF, 0);
        rig.Advance(5);
        Assert.Equal(1_288_000, rig.Chip.Baud);

        rig.Chip.PowerCycle();

        Assert.Equal(115_200, rig.Chip.Baud);
    }

    [Theory]
    [InlineData(9_600)]
    [InlineData(57_600)]
    [InlineData(230_400)]
    [InlineData(921_600)]
    public void A_host_at_another_rate_is_not_heard_and_hears_only_noise(int hostBaud)
    {
        var rig = ChipRig.Awake();
        rig.Chip.HostBaud = hostBaud;
        Assert.Equal("", rig.Ask("02"));
        Assert.Empty(rig.Frames);
        rig.Advance(200);

        rig.Chip.HostBaud = 115_200;
        Assert.Equal(Version, rig.Ask("02"));
    }

    [Fact]
    public void What_is_said_to_a_host_at_another_rate_is_noise()
    {
        var rig = ChipRig.Awake();
        rig.Send(0, 0, 0xFF, 2, 0xFE, 0xD4, 2, 0x2A, 0);
        rig.Advance(0.9);

        rig.Chip.HostBaud = 921_600;
        rig.Advance(50);

        Assert.NotEmpty(rig.Bytes);
        Assert.Empty(rig.Frames);
    }

    // By hand: 8N1, lowest bit first. At half the rate the receiver looks at every second bit.
    [Theory]
    [InlineData(0x55, 115_200, 115_200, "55")]
    [InlineData(0x55, 115_200, 117_000, "55")]
    [InlineData(0x00, 115_200, 921_600, "00")]
    [InlineData(0xFF, 115_200, 921_600, "80")]
    [InlineData(0x00, 230_400, 115_200, "F8")]
    [InlineData(0xFF, 921_600, 115_200, "")]
    public void A_receiver_looks_where_its_own_bits_would_be(int sent, int sender, int receiver, string heard) =>
        Assert.Equal(heard, Convert.ToHexString([.. WrongRate.Heard((byte)sent, sender, receiver)]));
}
