namespace HardwareDrivers.Simulated;

/// <summary>
/// What a UART makes of bytes that were sent at another rate than its own (8N1): it looks at the line where its own
/// bits would be. A pseudo-terminal keeps no rate and would carry them whole.
/// </summary>
internal static class WrongRate
{
    private const int DataBits = 8;
    private const double Tolerance = 0.03;

    /// <summary>Near enough for every bit to be seen where it is.</summary>
    public static bool IsNone(int sender, int receiver) => Math.Abs(sender - receiver) <= Tolerance * receiver;

    /// <summary>What is heard of a byte, taken by itself: nothing, another byte, or several.</summary>
    public static IEnumerable<byte> Heard(byte sent, int sender, int receiver)
    {
        if (IsNone(sender, receiver))
            return [sent];
        var heard = new List<byte>();
        // In bits of the sender.
        var bit = (double)sender / receiver;
        for (int? edge = 0; edge is { } start;)
        {
            // A pulse that is over in the middle of the start bit is taken for noise.
            var isNoise = IsHigh(sent, start + bit / 2);
            if (!isNoise)
                heard.Add(Sample(sent, start + bit, bit));
            edge = NextEdge(sent, start + bit * (isNoise ? 0.5 : 1.5 + DataBits));
        }
        return heard;
    }

    private static byte Sample(byte sent, double start, double bit)
    {
        var value = 0;
        for (var index = 0; index < DataBits; index++)
            if (IsHigh(sent, start + (index + 0.5) * bit))
                value |= 1 << index;
        return (byte)value;
    }

    private static int? NextEdge(byte sent, double from)
    {
        for (var boundary = Math.Max(1, (int)Math.Ceiling(from)); boundary <= DataBits; boundary++)
            if (IsHigh(sent, boundary - 0.5) && !IsHigh(sent, boundary + 0.5))
                return boundary;
        return null;
    }

    // Start bit low, eight data bits from the lowest, then high.
    private static bool IsHigh(byte sent, double moment) =>
        moment >= 1 + DataBits || (moment >= 1 && ((sent >> (int)(moment - 1)) & 1) != 0);
}
