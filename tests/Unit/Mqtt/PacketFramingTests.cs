using CloudBridge.Mqtt;

namespace Tests.Unit.Mqtt;

public class PacketFramingTests
{
    private const byte Publish = 0x32;
    private const byte Puback = 0x40;
    private const byte Pingresp = 0xD0;

    [Theory]
    [InlineData(0, new byte[] { 0 })]
    [InlineData(1, new byte[] { 1 })]
    [InlineData(127, new byte[] { 0x7F })]
    [InlineData(128, new byte[] { 0x80, 0x01 })]
    [InlineData(16_383, new byte[] { 0xFF, 0x7F })]
    [InlineData(16_384, new byte[] { 0x80, 0x80, 0x01 })]
    [InlineData(2_097_151, new byte[] { 0xFF, 0xFF, 0x7F })]
    [InlineData(2_097_152, new byte[] { 0x80, 0x80, 0x80, 0x01 })]
    public void A_packet_ends_where_its_length_says(int length, byte[] lengthField)
    {
        var framing = new PacketFraming();

        framing.Advance([Puback]);
        foreach (var one in lengthField)
        {
            Assert.False(framing.AtStart);
            Assert.Equal(1, framing.Available);
            framing.Advance([one]);
        }

        Assert.Equal(length == 0, framing.AtStart);
        Assert.Equal(Math.Max(1, length), framing.Available);
        if (length == 0)
            return;
        framing.Advance(new byte[length - 1]);
        Assert.False(framing.AtStart);
        framing.Advance([0]);
        Assert.True(framing.AtStart);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(4096)]
    public void Messages_are_counted_however_the_bytes_come(int atMost)
    {
        // A PUBLISH whose body looks like more of them, a PINGRESP, a PUBACK, a long PUBLISH.
        byte[] bytes =
        [
            Publish, 4, Publish, 1, Publish, 0,
            Pingresp, 0,
            Puback, 2, 0, 1,
            Publish, 0xC8, 0x01, .. Enumerable.Repeat(Publish, 200),
        ];
        var framing = new PacketFraming();
        var messages = 0;

        for (var position = 0; position < bytes.Length;)
        {
            var count = Math.Min(Math.Min(atMost, framing.Available), bytes.Length - position);
            if (framing.Advance(bytes.AsSpan(position, count)))
                messages++;
            position += count;
        }

        Assert.Equal(2, messages);
        Assert.True(framing.AtStart);
    }

    [Fact]
    public void The_end_of_the_stream_changes_nothing()
    {
        var framing = new PacketFraming();
        framing.Advance([Publish]);

        Assert.False(framing.Advance([]));

        Assert.Equal(1, framing.Available);
        Assert.False(framing.AtStart);
    }

    [Fact]
    public void A_length_of_more_than_four_bytes_does_not_make_it_fail()
    {
        var framing = new PacketFraming();

        for (var i = 0; i < 100; i++)
        {
            framing.Advance([0xFF]);
            Assert.True(framing.Available >= 1);
        }
    }
}
