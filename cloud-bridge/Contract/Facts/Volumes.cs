namespace CloudBridge.Contract;

/// <summary>
/// Pulses, microlitres and money (DESIGN section 9). All of a pour is converted at once, from its beginning: parts of a
/// pulse and of a cent are carried from mark to mark, and rounded once. The terminal bills by it, and the ledger
/// computes each bill again.
/// </summary>
public static class Volumes
{
    private const long MicrolitresALitre = 1_000_000;

    /// <summary>What so many pulses have let through, rounded down.</summary>
    public static long OfPulses(long pulses, long pulsesPerLitre) =>
        (long)Int128.Min((Int128)pulses * MicrolitresALitre / pulsesPerLitre, Money.Limit);

    /// <summary>The most pulses that let no more through than this.</summary>
    public static long PulsesOf(long microlitres, long pulsesPerLitre) =>
        (long)((Int128)microlitres * pulsesPerLitre / MicrolitresALitre);

    /// <summary>What it costs, rounded down, and never more than was held: for a capture.</summary>
    public static Money Due(long microlitres, Money pricePerLitre, Money held) => new((long)Int128.Min(
        (Int128)microlitres * pricePerLitre.MinorUnits / MicrolitresALitre, held.MinorUnits));

    /// <summary>What it costs, rounded up: for a hold.</summary>
    /// <exception cref="OverflowException">Beyond <see cref="Money.Limit"/>.</exception>
    public static Money MostCost(long microlitres, Money pricePerLitre) =>
        new((long)(((Int128)microlitres * pricePerLitre.MinorUnits + MicrolitresALitre - 1) / MicrolitresALitre));

    /// <summary>The most that this pays for, rounded up as a hold is.</summary>
    /// <param name="money">Not negative.</param>
    /// <param name="pricePerLitre">Above zero.</param>
    public static long Affordable(Money money, Money pricePerLitre) => (long)Int128.Min(
        (Int128)money.MinorUnits * MicrolitresALitre / pricePerLitre.MinorUnits, long.MaxValue);

    /// <summary>
    /// What a capture takes of what was held: each asset gives what it has, in the order of the hold, which is that of
    /// spending.
    /// </summary>
    /// <param name="amount">No more than was held.</param>
    /// <param name="held">By asset.</param>
    public static ValueList<AssetAmount> Taken(Money amount, ValueList<AssetAmount> held)
    {
        var taken = new List<AssetAmount>();
        foreach (var part in held)
        {
            if (!amount.IsPositive)
                break;
            var gives = Money.Min(part.Amount, amount);
            taken.Add(part with { Amount = gives });
            amount -= gives;
        }
        return [.. taken];
    }
}
