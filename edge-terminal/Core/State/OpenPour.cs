using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>A pour that is not settled: all that its bill is made of, whatever happens to the power.</summary>
/// <param name="Held">What closing facts call its hold by.</param>
/// <param name="Position">The record of the hold.</param>
/// <param name="Payment">The most that it may take, by asset; null: staff draw, and nobody pays.</param>
/// <param name="Product">What is poured; nothing where nobody pays.</param>
/// <param name="PricePerLitre">Fixed in the hold.</param>
/// <param name="PulsesPerLitre">The meter's calibration, fixed in the hold.</param>
/// <param name="Terms">What else is.</param>
public sealed record OpenPour(
    RecordPosition Held,
    RecordPosition Position,
    Payment? Payment,
    ArticleId Product,
    Money PricePerLitre,
    long PulsesPerLitre,
    PourTerms Terms)
{
    /// <summary>What staff draw for, as their record says it.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>Who of the staff draws; null: a guest pours.</summary>
    public CardToken? Staff { get; init; }

    /// <summary>Of the last mark; 0 before the first.</summary>
    public long Pulses { get; init; }

    /// <summary>Of the last mark.</summary>
    public long Microlitres { get; init; }

    /// <summary>All that the meter has ever counted, by the last mark or the hold.</summary>
    public long MeterTotal { get; init; } = Terms.MeterTotal;
}
