using System.Buffers.Binary;
using System.Text;

namespace Tests.Support;

/// <summary>
/// A message of Protocol Buffers' wire format (protobuf.dev, Encoding), read without its schema: fields by number.
/// </summary>
public sealed class ProtobufMessage
{
    private readonly List<(int Field, ReadOnlyMemory<byte> Value)> fields = [];

    /// <exception cref="InvalidDataException">It is none.</exception>
    public ProtobufMessage(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var tag = ReadVarint(ref bytes);
            var length = (tag & 7) switch
            {
                0 => LengthOfVarint(bytes),
                1 => 8,
                2 => (int)ReadVarint(ref bytes),
                5 => 4,
                var other => throw new InvalidDataException($"wire type {other}"),
            };
            fields.Add(((int)(tag >> 3), bytes[..length]));
            bytes = bytes[length..];
        }
    }

    /// <summary>Messages in a field.</summary>
    public IEnumerable<ProtobufMessage> All(int field) =>
        fields.Where(row => row.Field == field).Select(row => new ProtobufMessage(row.Value));

    /// <summary>A text, or empty.</summary>
    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field).Span);

    /// <summary>Bytes, or none.</summary>
    public ReadOnlyMemory<byte> Bytes(int field) => fields.Find(row => row.Field == field).Value;

    /// <summary>A fixed64, or 0.</summary>
    public ulong Fixed64(int field) =>
        Bytes(field) is { Length: 8 } bytes ? BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span) : 0;

    private static int LengthOfVarint(ReadOnlyMemory<byte> bytes)
    {
        var rest = bytes;
        ReadVarint(ref rest);
        return bytes.Length - rest.Length;
    }

    private static ulong ReadVarint(ref ReadOnlyMemory<byte> bytes)
    {
        ulong value = 0;
        for (var index = 0; index < bytes.Length && index < 10; index++)
        {
            var next = bytes.Span[index];
            value |= (ulong)(next & 0x7F) << (7 * index);
            if (next >= 0x80)
                continue;
            bytes = bytes[(index + 1)..];
            return value;
        }
        throw new InvalidDataException("a number without an end");
    }
}
