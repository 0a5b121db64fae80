using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What a kiosk sells, and how long it shows things.</summary>
/// <param name="FixedArticle">The one article that is always asked for; null: articles are chosen by keys.</param>
/// <param name="PriceListVersion">Recorded with each verdict.</param>
public sealed record KioskSetup(Article? FixedArticle, long PriceListVersion)
{
    /// <summary>How long a verdict stays on the display when nobody touches anything.</summary>
    public long VerdictMilliseconds { get; init; } = 4_000;

    /// <summary>
    /// A card that comes back so soon after its approval is the same tap: it slipped, it is not charged again.
    /// </summary>
    public long RepeatMilliseconds { get; init; } = 3_000;

    /// <summary>How long a chosen basket waits for a card.</summary>
    public long BasketMilliseconds { get; init; } = 60_000;

    /// <summary>How long to wait for the display to say that it shows an approval.</summary>
    public long ShowingMilliseconds { get; init; } = 3_000;

    /// <summary>How long a sale that nobody may have seen is shown as approved earlier (DESIGN section 4).</summary>
    public long UnshownMilliseconds { get; init; } = 10 * 60_000;

    /// <summary>What is on the table when nobody has chosen anything.</summary>
    public Basket IdleBasket => FixedArticle is null ? Basket.Empty : Basket.Empty.Add(FixedArticle);
}
