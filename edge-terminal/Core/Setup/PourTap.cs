using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>A tap of a drink station: one valve, one meter, and what is poured there.</summary>
/// <param name="Number">From 1; it stays that of valve and meter, whatever is poured.</param>
/// <param name="Product">What is poured; its price is that of a litre, above zero.</param>
/// <param name="PulsesPerLitre">The flow meter's calibration, from 1, unless glasses were measured since.</param>
public sealed record PourTap(int Number, Article Product, long PulsesPerLitre)
{
    /// <summary>Other prices at certain hours: the first whose hours it is.</summary>
    public ValueList<PriceWindow> Prices { get; init; } = [];

    /// <summary>What a new keg holds; null: nobody counts it.</summary>
    public long? KegMicrolitres { get; init; }

    /// <summary>The product as it is sold now. While the time is not known, at its usual price.</summary>
    public Article SoldAt(Now now)
    {
        if (now.Trusted)
            foreach (var window in Prices)
                if (window.Hours.Contains(now.LocalMinuteOfDay))
                    return Product with { Price = window.PricePerLitre };
        return Product;
    }
}
