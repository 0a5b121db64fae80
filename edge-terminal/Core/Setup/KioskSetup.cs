using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What a kiosk sells.</summary>
/// <param name="FixedArticle">The one article that is always asked for; null: articles are chosen by keys.</param>
/// <param name="PriceListVersion">Recorded with each verdict.</param>
public sealed record KioskSetup(Article? FixedArticle, long PriceListVersion) : StationSetup(PriceListVersion)
{
    /// <summary>How long a chosen basket waits for a card.</summary>
    public long BasketMilliseconds { get; init; } = 60_000;

    /// <summary>How long a second card is waited for that pays the rest of a price; 0: one card pays it all.</summary>
    public long SecondCardMilliseconds { get; init; }

    /// <summary>All that is sold, in the order in which a knob goes through it.</summary>
    public ValueList<Article> Articles { get; init; }

    /// <summary>What comes with articles that have a deposit, and what its return gives; null: nothing does.</summary>
    public Article? Deposit { get; init; }

    /// <summary>How long staff may think.</summary>
    public long StaffMilliseconds { get; init; } = 30_000;

    /// <summary>How long staff are at work before their card is asked for again.</summary>
    public long SessionMilliseconds { get; init; } = 10 * 60_000;

    /// <summary>What is on the table when nobody has chosen anything.</summary>
    public Basket IdleBasket => FixedArticle is null ? Basket.Empty : Basket.Empty.Add(FixedArticle);
}
