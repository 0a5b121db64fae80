namespace HardwareDrivers.Pn532;

/// <summary>CRC_A, the two bytes behind every frame of type A (ISO/IEC 14443-3:2018, annex B).</summary>
internal static class ChecksumA
{
    /// <summary>Bytes that it has.</summary>
    public const int Length = 2;

    private const int Start = 0x6363;
    private const int Polynomial = 0x8408;

    /// <summary>The last two bytes are the checksum of those before them, the lower one first.</summary>
    public static bool Closes(ReadOnlySpan<byte> frame) =>
        frame.Length > Length && Of(frame[..^Length]) == (frame[^2] | (frame[^1] << 8));

    private static int Of(ReadOnlySpan<byte> data)
    {
        var sum = Start;
        foreach (var value in data)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ Polynomial;
        }
        return sum;
    }
}
