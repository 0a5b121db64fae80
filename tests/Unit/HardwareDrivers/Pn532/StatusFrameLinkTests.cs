using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Pn532;

public class StatusFrameLinkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly VirtualClock clock = new();
    private readonly Pn532Settings settings = new();

    public static TheoryData<ReaderBus> Buses =>
        [ReaderBus.I2c, ReaderBus.I2cWithInterrupt, ReaderBus.Spi, ReaderBus.SpiWithInterrupt];

    [Theory]
    [MemberData(nameof(Buses))]
    public void A_frame_longer_than_expected_is_asked_for_again_and_read_whole(ReaderBus bus)
    {
        using var link = Open(bus);
        byte[] content = [.. Enumerable.Range(0, 240).Select(value => (byte)value)];

        Assert.Equal([0x01, 0x00, .. content], Exchange(link, [0x00, 0x00, .. content]));
        Assert.Equal([0x03, FirmwareVersion.Pn532, 1, 6, 7], Exchange(link, [0x02]));
    }

    [Theory]
    [MemberData(nameof(Buses))]
    public void A_frame_of_the_extended_form_is_read_whole(ReaderBus bus)
    {
        using var link = Open(bus);
        byte[] content = [.. Enumerable.Range(0, 260).Select(value => (byte)(value & 0xFF))];

        Assert.Equal([0x01, 0x00, .. content], Exchange(link, [0x00, 0x00, .. content]));
    }

    [Theory]
    [MemberData(nameof(Buses))]
    public void A_frame_that_nobody_wants_any_more_is_thrown_away(ReaderBus bus)
    {
        using var link = Open(bus);
        link.Send(FrameEncoder.Information(FrameDirection.ToChip, [0x02]), CancellationToken.None);
        Assert.IsType<Frame.Acknowledge>(link.Receive(Patience, CancellationToken.None));
        clock.AdvanceTo(clock.Now + 100_000_000);

        link.Discard();

        Assert.Null(link.Receive(TimeSpan.Zero, CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Buses))]
    public void Without_a_frame_the_time_runs_out_and_a_cancelled_wait_ends(ReaderBus bus)
    {
        using var link = Open(bus);
        using var cancellation = new CancellationTokenSource();
        var start = clock.Now;

        Assert.Null(link.Receive(TimeSpan.FromMilliseconds(30), CancellationToken.None));
        Assert.InRange((clock.Now - start) / 1e6, 30, 32);
        clock.At(TimeSpan.FromTicks(clock.Now / 100) + TimeSpan.FromMilliseconds(10), cancellation.Cancel);
        Assert.ThrowsAny<OperationCanceledException>(() => link.Receive(Patience, cancellation.Token));
    }

    [Fact]
    public void A_device_that_never_acknowledges_is_a_silent_chip()
    {
        using var link = OpenI2c(new VirtualBoard(clock));

        AssertSilent("the PN532 at 0x24 does not acknowledge", () => link.WakeUp(CancellationToken.None));
        AssertSilent("0x24", () => link.Send(FrameEncoder.Acknowledge, CancellationToken.None));
        AssertSilent("0x24", () => link.Receive(Patience, CancellationToken.None));
    }

    // A chip that hangs may hold the clock low.
    [Fact]
    public void An_I2C_bus_that_hangs_is_a_silent_chip_and_time_can_pass_on_it()
    {
        var board = new VirtualBoard(clock);
        using var link = OpenI2c(board);
        board.IsGone = true;

        AssertSilent("Lost the virtual board", () => link.WakeUp(CancellationToken.None));
        AssertSilent("Lost", () => link.Send(FrameEncoder.Acknowledge, CancellationToken.None));
        AssertSilent("Lost", () => link.Receive(Patience, CancellationToken.None));
        link.Idle(Patience, CancellationToken.None);
        link.Idle(-Patience, CancellationToken.None);
        Assert.Equal(Patience.TotalMilliseconds, clock.Now / 1e6, 1.0);
    }

    [Fact]
    public void An_SPI_bus_without_anybody_is_never_ready()
    {
        var board = new VirtualBoard(clock);
        using var link = new SpiFrameLink(board.OpenSpi(new(0, 0, Pn532Link.SpiHertz, 0)), null, settings, clock);

        Assert.Null(link.Receive(Patience, CancellationToken.None));
    }

    [Theory]
    [InlineData(0x01, 0x80)]
    [InlineData(0x03, 0xC0)]
    [InlineData(0xA5, 0xA5)]
    [InlineData(0x12, 0x48)]
    [InlineData(0xFF, 0xFF)]
    public void Bits_are_turned_round(byte value, byte turned) => Assert.Equal(turned, SpiFrameLink.Turned(value));

    private I2cFrameLink OpenI2c(VirtualBoard board) =>
        new(board.OpenI2c(1, Pn532Link.I2cAddress), null, settings, clock);

    private static void AssertSilent(string words, Action act)
    {
        var fault = Assert.Throws<ChipFaultException>(act);
        Assert.Equal(ReaderSign.Silent, fault.Sign);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    private IFrameLink Open(ReaderBus bus)
    {
        var world = new BusWorld(bus, VirtualChipHost.NewChip(new ChipTimings()), clock);
        var link = world.Link.Open(settings, clock);
        link.WakeUp(CancellationToken.None);
        Exchange(link, new SamConfiguration().Encode());
        return link;
    }

    private static byte[] Exchange(IFrameLink link, ReadOnlySpan<byte> command)
    {
        link.Send(FrameEncoder.Information(FrameDirection.ToChip, command), CancellationToken.None);
        Assert.IsType<Frame.Acknowledge>(link.Receive(Patience, CancellationToken.None));
        var response = Assert.IsType<Frame.Information>(link.Receive(Patience, CancellationToken.None));
        return response.Data.ToArray();
    }
}
