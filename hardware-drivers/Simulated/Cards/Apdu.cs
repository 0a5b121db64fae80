namespace HardwareDrivers.Simulated;

/// <summary>A command APDU of the short form (ISO/IEC 7816-4, 5.1), taken apart.</summary>
/// <param name="Class">00 for ISO commands, 90 for wrapped native ones.</param>
/// <param name="Instruction">The command.</param>
/// <param name="P1">First parameter.</param>
/// <param name="P2">Second parameter.</param>
/// <param name="Data">What follows Lc.</param>
/// <param name="Expected">Le, 0 as 256; null when there is none.</param>
internal sealed record Apdu(byte Class, byte Instruction, byte P1, byte P2, ReadOnlyMemory<byte> Data, int? Expected)
{
    private const int Head = 4;

    /// <returns>Null when it is none.</returns>
    public static Apdu? Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < Head)
            return null;
        var (head, body) = (bytes.Span[..Head].ToArray(), bytes[Head..]);
        var data = ReadOnlyMemory<byte>.Empty;
        int? expected = null;
        switch (body.Length)
        {
            case 0:
                break;
            case 1:
                expected = Le(body.Span[0]);
                break;
            default:
                var length = body.Span[0];
                if (length == 0 || body.Length - 1 - length is not (0 or 1))
                    return null;
                data = body.Slice(1, length);
                expected = body.Length - 1 - length == 1 ? Le(body.Span[^1]) : null;
                break;
        }
        return new Apdu(head[0], head[1], head[2], head[3], data, expected);
    }

    private static int Le(byte value) => value == 0 ? 256 : value;
}
