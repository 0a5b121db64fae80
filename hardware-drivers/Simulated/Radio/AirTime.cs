namespace HardwareDrivers.Simulated;

/// <summary>
/// How long frames take over the air at 106 kbit/s (ISO/IEC 14443-3:2018, 6.2: bit and frame formats, frame delay
/// times).
/// </summary>
internal static class AirTime
{
    private const double CarrierHertz = 13.56e6;
    private const int CarriersPerBit = 128;

    // Card after reader: 1236 carriers after a last bit of 1, 1172 after a 0; the longer one here. Reader after card:
    // at least 1172.
    private const int CarriersUntilAnswer = 1236;
    private const int CarriersUntilNextCommand = 1172;

    /// <summary>REQA or WUPA (a short frame of seven bits) and ATQA (two bytes).</summary>
    public static TimeSpan Request { get; } = Bits(1 + 7 + 2) + Answer(2);

    /// <summary>A standard frame and its answer: start, eight bits and parity a byte, end.</summary>
    /// <param name="sent">Bytes from the reader, checksum included.</param>
    /// <param name="received">Bytes from the card, checksum included.</param>
    public static TimeSpan Exchange(int sent, int received) => Send(sent) + Answer(received);

    /// <summary>A standard frame that has no answer.</summary>
    public static TimeSpan Send(int bytes) => Bits(1 + 9 * bytes + 2);

    private static TimeSpan Answer(int bytes) =>
        Carriers(CarriersUntilAnswer) + Bits(1 + 9 * bytes + 1) + Carriers(CarriersUntilNextCommand);

    private static TimeSpan Bits(int count) => Carriers(count * CarriersPerBit);

    private static TimeSpan Carriers(int count) => TimeSpan.FromSeconds(count / CarrierHertz);
}
