using System.Net.Sockets;
using System.Text;
using HardwareDrivers.Abstractions;
using Tests.Support;

namespace Tests.AdapterContracts;

public sealed class WireOutputLineTests() : OutputLineContract(new WireRig());

public sealed class WireInputLineTests() : InputLineContract(new WireRig());

public sealed class WireBoardTests : IDisposable
{
    private readonly WireRig rig = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => rig.End();

    [Fact]
    public void A_world_that_is_not_there_is_named()
    {
        rig.PullOut();

        var refused = Assert.Throws<LinkLostException>(() => rig.Board.OpenLines(0));

        Assert.Contains("wires", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_ends_without_a_word_lets_its_line_go_and_another_may_have_it()
    {
        var program = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        await program.ConnectAsync(new UnixDomainSocketEndPoint(rig.Path), Cancellation);
        await program.SendAsync(
            """{"chip":0,"line":17,"for":"valve","level":true}"""u8.ToArray(), SocketFlags.None, Cancellation);
        await Eventually.TrueAsync(() => rig.Measure(17), "it is high", Cancellation);

        program.Dispose();

        await Eventually.TrueAsync(() => !rig.Measure(17), "it is let go", Cancellation);
        using var chip = rig.Board.OpenLines(0);
        using var valve = chip.OpenOutput(new(17, "valve"));
        Assert.Same(DeviceOutcome.Done, valve.Set(true));
    }

    [Theory]
    [InlineData("""{"level":true}""")]
    [InlineData("""{"chip":0,"line":17}""")]
    [InlineData("valve")]
    public async Task What_is_no_order_is_refused(string packet)
    {
        using var program = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        await program.ConnectAsync(new UnixDomainSocketEndPoint(rig.Path), Cancellation);
        await program.SendAsync(Encoding.UTF8.GetBytes(packet), SocketFlags.None, Cancellation);
        var answer = new byte[512];

        var count = await program.ReceiveAsync(answer, SocketFlags.None, Cancellation);

        Assert.Contains("refused", Encoding.UTF8.GetString(answer, 0, count), StringComparison.Ordinal);
        Assert.False(rig.Measure(17));
    }

    [Fact]
    public void Two_lines_of_a_chip_are_two_wires()
    {
        using var chip = rig.Board.OpenLines(0);
        using var valve = chip.OpenOutput(new(17, "valve"));
        using var meter = chip.OpenInput(new(23, "meter") { Bias = LineBias.PullUp });

        valve.Set(true);
        rig.Drive(23, false);

        Assert.Equal((true, false), (rig.Measure(17), meter.IsActive));
    }
}
