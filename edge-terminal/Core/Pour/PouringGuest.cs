using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Who pours.</summary>
/// <param name="Card">Whose hold it is.</param>
/// <param name="Balance">What the card had before, by asset; null when that is not known, or nobody pays.</param>
/// <param name="MostMicrolitres">What is held for.</param>
/// <param name="Offer">From which tap.</param>
public sealed record PouringGuest(CardToken Card, ValueList<AssetAmount>? Balance, long MostMicrolitres, Offer Offer)
{
    /// <summary>It is one of the staff, and nobody pays; null: a guest pours.</summary>
    public DrawPurpose? Draws { get; init; }

    /// <summary>The number of the valve's opening.</summary>
    public long Opening { get; init; }

    /// <summary>Glasses of this calibration that were measured before.</summary>
    public ValueList<MeasuredGlass> Glasses { get; init; } = [];
}
