namespace HardwareDrivers.Pn532;

/// <summary>What a card's ATS says of rates (ISO/IEC 14443-4:2018, 5.2.4, TA(1)).</summary>
internal static class AnswerToSelectRates
{
    private const byte RatesFollow = 0x10;

    /// <summary>The fastest that the card can receive and send at, and that is not above a limit.</summary>
    /// <param name="answerToSelect">Without its length byte.</param>
    /// <param name="limit">No faster than this.</param>
    public static AirRate Fastest(ReadOnlySpan<byte> answerToSelect, AirRate limit)
    {
        if (answerToSelect is not [var format, var rates, ..] || (format & RatesFollow) == 0)
            return AirRate.Kilobits106;
        for (var rate = limit; rate > AirRate.Kilobits106; rate--)
        {
            // Bits 5 and 6: it sends at twice and four times the rate; bits 1 and 2: it receives so.
            var both = 0x11 << ((int)rate - 1);
            if ((rates & both) == both)
                return rate;
        }
        return AirRate.Kilobits106;
    }
}
