using System.Buffers.Binary;
using System.Text;
using CloudBridge.Mqtt;

namespace Tests.Support;

/// <summary>The few packets of MQTT 5.0 that a broker needs for clients that only use QoS 1.</summary>
/// <param name="Kind">Section 2.1.2.</param>
/// <param name="Flags">Section 2.1.3.</param>
/// <param name="Body">All behind the fixed header.</param>
internal sealed record MqttPacket(int Kind, int Flags, byte[] Body)
{
    public const int Connect = 1;
    public const int Publish = 3;
    public const int Puback = 4;
    public const int Subscribe = 8;
    public const int Unsubscribe = 10;
    public const int Pingreq = 12;
    public const int Disconnect = 14;

    /// <summary>A packet identifier at this offset.</summary>
    public ushort Identifier(int offset = 0) => BinaryPrimitives.ReadUInt16BigEndian(Body.AsSpan(offset));

    /// <summary>The filters of SUBSCRIBE, or of UNSUBSCRIBE, which has no options behind them.</summary>
    public IEnumerable<string> Filters()
    {
        var offset = 2;
        offset += Properties(offset);
        while (offset < Body.Length)
        {
            yield return Text(offset);
            offset += 2 + Identifier(offset) + (Kind == Subscribe ? 1 : 0);
        }
    }

    /// <summary>The message of PUBLISH.</summary>
    public MqttMessage Message()
    {
        var offset = 2 + Identifier();
        offset += Flags >> 1 == 0 ? 0 : 2;
        offset += Properties(offset);
        return new MqttMessage(Text(0), Body.AsMemory(offset), (Flags & 1) == 1);
    }

    /// <summary>The packet identifier of PUBLISH.</summary>
    public ushort IdentifierOfMessage() => Identifier(2 + Identifier());

    public static byte[] Of(MqttMessage message, ushort identifier)
    {
        var topic = Encoding.UTF8.GetBytes(message.Topic);
        byte[] body =
        [
            .. Number(topic.Length), .. topic, .. Number(identifier), 0, .. message.Payload.Span,
        ];
        return [(byte)(0x32 | (message.Retained ? 1 : 0)), .. Length(body.Length), .. body];
    }

    /// <summary>SUBACK and UNSUBACK, with a yes to each filter.</summary>
    public byte[] Accepted()
    {
        var yes = Filters().Select(_ => (byte)(Kind == Subscribe ? 1 : 0)).ToArray();
        return [(byte)(Kind == Subscribe ? 0x90 : 0xB0), .. Length(3 + yes.Length), Body[0], Body[1], 0, .. yes];
    }

    public static async Task<MqttPacket> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var one = new byte[1];
        await stream.ReadExactlyAsync(one, cancellation);
        var (head, length) = (one[0], 0);
        for (var shift = 0; ; shift += 7)
        {
            await stream.ReadExactlyAsync(one, cancellation);
            length |= (one[0] & 0x7F) << shift;
            if ((one[0] & 0x80) == 0)
                break;
        }
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellation);
        return new MqttPacket(head >> 4, head & 0x0F, body);
    }

    private static byte[] Number(int number) => [(byte)(number >> 8), (byte)number];

    private static IEnumerable<byte> Length(int length)
    {
        for (; length > 0x7F; length >>= 7)
            yield return (byte)(length & 0x7F | 0x80);
        yield return (byte)length;
    }

    private string Text(int offset) => Encoding.UTF8.GetString(Body, offset + 2, Identifier(offset));

    /// <summary>Bytes that properties take with their length.</summary>
    private int Properties(int offset)
    {
        var (length, bytes) = (0, 0);
        do
            length |= (Body[offset + bytes] & 0x7F) << (7 * bytes);
        while ((Body[offset + bytes++] & 0x80) != 0);
        return length + bytes;
    }
}
