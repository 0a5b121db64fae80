using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What a station sells, and how long it shows things. Its kind says which station the terminal is.</summary>
public abstract record StationSetup
{
    private protected StationSetup(long priceListVersion) => PriceListVersion = priceListVersion;

    /// <summary>Recorded with each verdict.</summary>
    public long PriceListVersion { get; init; }

    /// <summary>How long a verdict stays on the display when nobody touches anything.</summary>
    public long VerdictMilliseconds { get; init; } = 4_000;

    /// <summary>
    /// A card that comes back so soon after its approval is the same tap: it slipped, it is not charged again.
    /// </summary>
    public long RepeatMilliseconds { get; init; } = 3_000;

    /// <summary>
    /// What a card of the staff must have proved at least: whoever can copy a card gets no further than that class.
    /// </summary>
    public CardClass LeastStaffClass { get; init; } = CardClass.Aes;

    /// <summary>How long to wait for the display to say that it shows a verdict.</summary>
    public long ShowingMilliseconds { get; init; } = 3_000;

    /// <summary>How long a sale that nobody may have seen is shown as approved earlier (DESIGN section 4).</summary>
    public long UnshownMilliseconds { get; init; } = 10 * 60_000;
}
