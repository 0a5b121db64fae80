namespace HardwareDrivers.Pn532;

/// <summary>How the chip treats cards over the air (UM0701-02, 7.3.1).</summary>
public sealed record RadioSettings
{
    /// <summary>
    /// The fastest rate to a card of ISO/IEC 14443-4 that says it can do it. 106 kbit/s saves the negotiation, and
    /// reaches further with a small antenna.
    /// </summary>
    public AirRate FastestRate { get; init; } = AirRate.Kilobits424;

    /// <summary>
    /// How long an exchange waits for a card's answer: 51.2 ms, as the chip does by itself. The slowest command that
    /// Ultralight and NTAG21x cards know, writing a page, takes them some 5 ms.
    /// </summary>
    public TimeSpan ExchangeTimeout { get; init; } = TimeSpan.FromMilliseconds(51.2);

    /// <summary>For an answer to ATR_REQ, which no card here gets: 102.4 ms, as the chip does by itself.</summary>
    public TimeSpan AttributeTimeout { get; init; } = TimeSpan.FromMilliseconds(102.4);

    /// <summary>
    /// MxRtyCOM, for exchanges without a protocol: none. The second half of an authentication may be said once only.
    /// </summary>
    public byte ExchangeRetries { get; init; }

    /// <summary>MxRtyATR: as the chip does by itself; no card here is asked for attributes.</summary>
    public byte AttributeRetries { get; init; } = RfConfiguration.ActivationRetries.Forever;

    /// <summary>MxRtyPSL: a PPS that is not answered is sent once more.</summary>
    public byte RateRetries { get; init; } = 1;
}
