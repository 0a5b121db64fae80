namespace HardwareDrivers.Simulated;

/// <summary>
/// How long frames take over the air (ISO/IEC 14443-3:2018, 6.2: bit and frame formats, frame delay times), at 106
/// kbit/s and, after PPS, at twice and four times that.
/// </summary>
internal static class AirTime
{
    /// <summary>The field's frequency.</summary>
    public const double CarrierHertz = 13.56e6;

    private const int CarriersPerBit = 128;

    // Card after reader: 1236 carriers after a last bit of 1, 1172 after a 0; the longer one here. Reader after card:
    // at least 1172. At higher rates a little less; the same here.
    private const int CarriersUntilAnswer = 1236;
    private const int CarriersUntilNextCommand = 1172;

    /// <summary>By how much faster than 106 kbit/s.</summary>
    public enum Rate
    {
        Once = 1,
        Twice = 2,
        FourTimes = 4,
    }

    /// <summary>REQA or WUPA (a short frame of seven bits) and ATQA (two bytes).</summary>
    public static TimeSpan Request { get; } = Bits(1 + 7 + 2) + Answer(2, Rate.Once);

    /// <summary>A frame that is answered by four bits without a checksum.</summary>
    public static TimeSpan ExchangeForBits(int sent) => Send(sent) + Answer(0, Rate.Once) + Bits(4);

    /// <summary>A standard frame and its answer: start, eight bits and parity a byte, end.</summary>
    /// <param name="sent">Bytes from the reader, checksum included.</param>
    /// <param name="received">Bytes from the card, checksum included.</param>
    /// <param name="rate">106 kbit/s, or after PPS more.</param>
    public static TimeSpan Exchange(int sent, int received, Rate rate = Rate.Once) =>
        Send(sent, rate) + Answer(received, rate);

    /// <summary>A standard frame that has no answer.</summary>
    public static TimeSpan Send(int bytes, Rate rate = Rate.Once) => Bits(1 + 9 * bytes + 2) / (int)rate;

    private static TimeSpan Answer(int bytes, Rate rate) =>
        Carriers(CarriersUntilAnswer) + Bits(1 + 9 * bytes + 1) / (int)rate + Carriers(CarriersUntilNextCommand);

    private static TimeSpan Bits(int count) => Carriers(count * CarriersPerBit);

    private static TimeSpan Carriers(int count) => TimeSpan.FromSeconds(count / CarrierHertz);
}
