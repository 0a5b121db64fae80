using FsCheck;
using FsCheck.Fluent;

namespace Tests.Property;

/// <summary>Good bytes made bad: what a careless or a hostile sender may deliver.</summary>
internal static class Mutations
{
    /// <summary>Bytes of any kind, mostly close to good ones, because those get far into a reader.</summary>
    public static Gen<byte[]> Of(Gen<byte[]> good) => Gen.Frequency(
        (1, Bytes(0, 300)),
        (3, from bytes in good
            from at in Gen.Choose(0, bytes.Length - 1)
            from value in Byte
            select Replace(bytes, at, value)),
        (2, from bytes in good from at in Gen.Choose(0, bytes.Length) select bytes[..at]),
        (2, from bytes in good
            from at in Gen.Choose(0, bytes.Length)
            from more in Gen.OneOf(Bytes(1, 5), Gen.Elements(Fragments).Select(Ascii))
            select (byte[])[.. bytes[..at], .. more, .. bytes[at..]]),
        (2, from bytes in good
            from start in Gen.Choose(0, bytes.Length - 1)
            from length in Gen.Choose(1, bytes.Length - start)
            select (byte[])[.. bytes[..start], .. bytes[(start + length)..]]),
        (1, from bytes in good
            from start in Gen.Choose(0, bytes.Length - 1)
            from length in Gen.Choose(1, bytes.Length - start)
            select (byte[])[.. bytes[..start], .. bytes[start..(start + length)], .. bytes[start..]]));

    private static string[] Fragments { get; } =
    [
        "{", "}", "[", "]", ",", ":", "\"", ".", "null", "true", "-1", "0", "1e400", "99999999999999999999",
        "\\ud800", "\0",
    ];

    private static Gen<byte> Byte { get; } = Gen.Choose(0, 255).Select(value => (byte)value);

    private static Gen<byte[]> Bytes(int least, int most) =>
        from length in Gen.Choose(least, most) from bytes in Gen.ArrayOf(Byte, length) select bytes;

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);

    private static byte[] Replace(byte[] bytes, int at, byte value)
    {
        var copy = (byte[])bytes.Clone();
        copy[at] = value;
        return copy;
    }
}
