using HardwareDrivers.Pn532;

namespace Tests.Unit.HardwareDrivers.Pn532;

public class FrameParserTests
{
    private static readonly Frame.Information FirmwareResponse =
        new(FrameDirection.FromChip, new byte[] { 0x03, 0x32, 0x01, 0x06, 0x07 });

    // PN532 User Manual UM0701-02, 6.2.1.3 to 6.2.1.5, and the GetFirmwareVersion exchange of 7.2.2.
    public static TheoryData<string, Frame> Published { get; } = new()
    {
        { "0000FF00FF00", new Frame.Acknowledge() },
        { "0000FFFF0000", new Frame.NegativeAcknowledge() },
        { "0000FF01FF7F8100", new Frame.SyntaxError() },
        { "0000FF02FED4022A00", new Frame.Information(FrameDirection.ToChip, new byte[] { 0x02 }) },
        { "0000FF06FAD50332010607E800", FirmwareResponse },
        { "0000FFFFFF0006FAD50332010607E800", FirmwareResponse },
    };

    public static TheoryData<string, FrameFault> Faulty { get; } = new()
    {
        { "0000FF06FBD50332010607E800", FrameFault.LengthChecksum },
        { "0000FFFFFF0006FBD50332010607E800", FrameFault.LengthChecksum },
        { "0000FF06FAD50332010607E900", FrameFault.DataChecksum },
        { "0000FF06FAD50332010607", FrameFault.Truncated },
        { "0000FF06FAD60332010607E700", FrameFault.Identifier },
        { "0000FF01FF7E8200", FrameFault.Identifier },
        { "0000FF000000", FrameFault.Length },
        { "0000FF01FFD52B00", FrameFault.Length },
        { "0000FFFFFF010AF5", FrameFault.Length },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Frames_of_the_manual_are_read(string bytes, Frame expected)
    {
        Assert.Equal([expected], Read(new FrameParser(), Convert.FromHexString(bytes)));
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void A_frame_may_be_split_anywhere(string hex, Frame expected)
    {
        var bytes = Convert.FromHexString(hex);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var parser = new FrameParser();
            List<Frame> frames = [.. Read(parser, bytes.AsSpan(0, cut)), .. Read(parser, bytes.AsSpan(cut))];
            Assert.Equal([expected], frames);
        }
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void A_frame_is_complete_before_its_postamble(string hex, Frame expected)
    {
        Assert.Equal([expected], Read(new FrameParser(), Convert.FromHexString(hex).AsSpan()[..^1]));
    }

    [Theory]
    [MemberData(nameof(Faulty))]
    public void A_damaged_frame_is_reported_and_the_next_one_read(string hex, FrameFault fault)
    {
        var parser = new FrameParser();
        var frames = Read(parser, Convert.FromHexString(hex));
        if (parser.Abandon() is { } truncated)
            frames.Add(truncated);
        frames.AddRange(Read(parser, FrameEncoder.Acknowledge));

        Assert.Equal([new Frame.Broken(fault), new Frame.Acknowledge()], frames);
    }

    [Fact]
    public void A_frame_that_a_damaged_length_has_swallowed_is_found()
    {
        // Eight bytes are announced, three come, then a whole frame.
        byte[] bytes = [0x00, 0x00, 0xFF, 0x08, 0xF8, 0xD5, 0x03, 0x32, .. FrameEncoder.Acknowledge];

        Assert.Equal(
            [new Frame.Broken(FrameFault.DataChecksum), new Frame.Acknowledge()],
            Read(new FrameParser(), bytes));
    }

    [Fact]
    public void Noise_and_wake_up_bytes_are_passed_over()
    {
        byte[] bytes = [0x55, 0x55, 0, 0, 0, 0xFE, 0xFF, 0x12, 0x00, .. FrameEncoder.Acknowledge];

        Assert.Equal([new Frame.Acknowledge()], Read(new FrameParser(), bytes));
    }

    [Fact]
    public void The_longest_frame_is_read_and_a_longer_one_is_not_sent()
    {
        var data = new byte[FrameLimits.MaximumData];
        Assert.Equal(
            [new Frame.Information(FrameDirection.FromChip, data)],
            Read(new FrameParser(), FrameEncoder.Information(FrameDirection.FromChip, data)));

        Assert.Throws<ArgumentOutOfRangeException>(
            () => FrameEncoder.Information(FrameDirection.FromChip, new byte[FrameLimits.MaximumData + 1]));
    }

    [Theory]
    [InlineData(254, "0000FFFF01")]
    [InlineData(255, "0000FFFFFF0100FF")]
    public void The_extended_form_begins_where_the_normal_one_ends(int length, string expectedHeader)
    {
        var frame = FrameEncoder.Information(FrameDirection.ToChip, new byte[length]);

        Assert.StartsWith(expectedHeader, Convert.ToHexString(frame), StringComparison.Ordinal);
    }

    [Fact]
    public void Forgotten_bytes_do_not_come_back()
    {
        var parser = new FrameParser();
        Read(parser, [0x00, 0x00, 0xFF, 0x06, 0xFA, 0xD5]);
        Assert.True(parser.InsideFrame);

        parser.Clear();

        Assert.False(parser.InsideFrame);
        Assert.Equal([new Frame.Acknowledge()], Read(parser, FrameEncoder.Acknowledge));
    }

    private static List<Frame> Read(FrameParser parser, ReadOnlySpan<byte> bytes)
    {
        parser.Add(bytes);
        var frames = new List<Frame>();
        while (parser.Next() is { } frame)
            frames.Add(frame);
        return frames;
    }
}
