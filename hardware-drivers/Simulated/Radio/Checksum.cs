namespace HardwareDrivers.Simulated;

/// <summary>
/// CRC_A (ISO/IEC 14443-3:2018, annex B), as a card makes it: bit by bit, apart from the driver's.
/// </summary>
internal static class Checksum
{
    /// <summary>A frame with its checksum behind it, the lower byte first.</summary>
    public static byte[] Close(ReadOnlySpan<byte> data)
    {
        var register = 0x6363;
        foreach (var value in data)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var feedback = ((register ^ (value >> bit)) & 1) != 0;
                register >>= 1;
                if (feedback)
                    register ^= 0x8408;
            }
        }
        return [.. data, (byte)(register & 0xFF), (byte)(register >> 8)];
    }
}
