namespace HardwareDrivers.Pn532;

/// <summary>A link on which host and chip must agree on a rate: the serial bus.</summary>
internal interface IRatedLink : IFrameLink
{
    /// <summary>The host's rate; at first the one that the chip is to have.</summary>
    int Baud { get; }

    /// <summary>Changes the host's rate, behind what was sent.</summary>
    /// <exception cref="Abstractions.LinkLostException">The link is gone, or cannot do this rate.</exception>
    void SetRate(int baud);
}
