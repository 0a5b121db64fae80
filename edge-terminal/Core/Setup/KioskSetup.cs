namespace EdgeTerminal.Core;

/// <summary>What a kiosk sells.</summary>
/// <param name="FixedArticle">The one article that is always asked for; null: articles are chosen by keys.</param>
/// <param name="PriceListVersion">Recorded with each verdict.</param>
public sealed record KioskSetup(Article? FixedArticle, long PriceListVersion) : StationSetup(PriceListVersion)
{
    /// <summary>How long a chosen basket waits for a card.</summary>
    public long BasketMilliseconds { get; init; } = 60_000;

    /// <summary>What is on the table when nobody has chosen anything.</summary>
    public Basket IdleBasket => FixedArticle is null ? Basket.Empty : Basket.Empty.Add(FixedArticle);
}
