using FsCheck;
using FsCheck.Fluent;

namespace Tests.Property.HardwareDrivers.Pn532;

/// <summary>Bytes as an enemy would choose them: mostly those that frames are made of.</summary>
internal static class Hostile
{
    private static readonly Gen<byte> Byte = Gen.Frequency(
        (3, Gen.Elements<byte>(0x00, 0xFF)),
        (1, Gen.Elements<byte>(0x01, 0x02, 0xFE, 0xD4, 0xD5, 0x7F, 0x81, 0x55, 0x4A, 0x4B)),
        (2, Gen.Choose(0, 255).Select(value => (byte)value)));

    /// <summary>None to some hundred.</summary>
    public static Gen<byte[]> Bytes { get; } = Gen.Choose(0, 400).SelectMany(length => Byte.ArrayOf(length));

    /// <summary>Packet data of a frame.</summary>
    public static Gen<byte[]> Data { get; } = Gen.Choose(1, 264).SelectMany(length => Byte.ArrayOf(length));

    /// <summary>Where to cut a stream.</summary>
    public static Gen<int[]> Cuts { get; } = Gen.Choose(1, 40).ArrayOf(20);

    /// <summary>The pieces of a stream; the last takes the rest.</summary>
    public static IEnumerable<byte[]> Pieces(byte[] bytes, int[] cuts)
    {
        var start = 0;
        foreach (var length in cuts.TakeWhile(_ => start < bytes.Length))
        {
            yield return bytes[start..Math.Min(bytes.Length, start + length)];
            start += length;
        }
        if (start < bytes.Length)
            yield return bytes[start..];
    }
}
