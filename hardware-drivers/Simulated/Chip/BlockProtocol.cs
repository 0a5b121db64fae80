namespace HardwareDrivers.Simulated;

/// <summary>
/// How long APDUs take as blocks of ISO/IEC 14443-4:2018, 7: the firmware cuts and joins them, and the card never sees
/// more than a frame.
/// </summary>
/// <param name="answerToSelect">The card's ATS without its length byte.</param>
/// <param name="rate">Bits a second over the air.</param>
internal readonly struct BlockProtocol(ReadOnlyMemory<byte> answerToSelect, AirTime.Rate rate)
{
    // PCB in front, checksum behind; no CID, no NAD.
    private const int Overhead = 3;

    // FSD, the longest frame that the chip takes, as it says in RATS. Assumed: its FIFO holds 64 bytes.
    private const int LongestFromCard = 64;
    private const int UsualFrame = 32;
    private const int UsualWaitingTime = 4;

    private static ReadOnlySpan<int> FrameSizes => [16, 24, 32, 40, 48, 64, 96, 128, 256];

    /// <summary>FWT: how long the card may be silent before it has to ask for more (7.2): 302 µs · 2^FWI.</summary>
    public TimeSpan WaitingTime => TimeSpan.FromSeconds(4096 / AirTime.CarrierHertz * (1 << WaitingTimeInteger));

    // FSC, the longest frame that the card takes: FSCI, the lower half of T0 (5.2.3).
    private int LongestToCard
    {
        get
        {
            if (answerToSelect.IsEmpty)
                return UsualFrame;
            var code = answerToSelect.Span[0] & 0x0F;
            return FrameSizes[Math.Min(code, FrameSizes.Length - 1)];
        }
    }

    // FWI, the upper half of TB(1), which follows TA(1) if that is there (5.2.5).
    private int WaitingTimeInteger
    {
        get
        {
            var bytes = answerToSelect.Span;
            if (bytes.IsEmpty || (bytes[0] & 0x20) == 0)
                return UsualWaitingTime;
            var index = (bytes[0] & 0x10) == 0 ? 1 : 2;
            return index < bytes.Length && bytes[index] >> 4 < 15 ? bytes[index] >> 4 : UsualWaitingTime;
        }
    }

    /// <summary>
    /// From the first block of a command to the last of its answer. Chained blocks are each answered by R(ACK), and a
    /// card that needs longer than the waiting time asks for more by S(WTX), which is answered.
    /// </summary>
    /// <param name="sent">Bytes of the command.</param>
    /// <param name="received">Bytes of the answer.</param>
    /// <param name="thinking">The card's own time.</param>
    public TimeSpan Exchange(int sent, int received, TimeSpan thinking)
    {
        var time = thinking + (int)(thinking / WaitingTime) * AirTime.Exchange(Overhead + 1, Overhead + 1, rate);
        var (command, answer) = (LongestToCard - Overhead, LongestFromCard - Overhead);
        for (; sent > command; sent -= command)
            time += AirTime.Exchange(LongestToCard, Overhead, rate);
        time += AirTime.Exchange(sent + Overhead, Math.Min(received, answer) + Overhead, rate);
        for (received -= answer; received > 0; received -= answer)
            time += AirTime.Exchange(Overhead, Math.Min(received, answer) + Overhead, rate);
        return time;
    }
}
