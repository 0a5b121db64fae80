using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <content>A drink station's: hold, pour, capture; what staff draw, kegs, and the meter's calibration.</content>
public abstract partial record Fact
{
    /// <summary>The most that a pour may cost, set aside.</summary>
    /// <param name="Payment">By asset.</param>
    /// <param name="Product">What is poured.</param>
    /// <param name="PricePerLitre">Fixed here for the capture.</param>
    /// <param name="PulsesPerLitre">The meter's calibration, fixed here.</param>
    /// <param name="Verdict">What the decision was made on.</param>
    /// <param name="Terms">What else is fixed; null in lines of earlier builds.</param>
    public sealed record Hold(
        Payment Payment,
        ArticleId Product,
        Money PricePerLitre,
        long PulsesPerLitre,
        Verdict Verdict,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PourTerms? Terms = null) : Fact
    {
        /// <inheritdoc/>
        public override CounterReading? Counter() => Verdict.CounterOf(Payment.Card);

        /// <inheritdoc/>
        public override Verdict? DecidedOn() => Verdict;

        internal override string? Flaw() =>
            FactFlaws.Of([Payment]) ?? FactFlaws.Of(Verdict) ?? Terms?.Flaw() ??
            (PricePerLitre.IsNegative || PulsesPerLitre < 1 ? "a price below zero, or no pulses a litre" : null);
    }

    /// <summary>So much had been poured when this became durable: what a power cut bills.</summary>
    /// <param name="Held">The hold, or what staff draw.</param>
    /// <param name="Pulses">Since the valve opened.</param>
    /// <param name="Microlitres">By the hold's calibration.</param>
    /// <param name="MeterTotal">All that the meter has ever counted; null in lines of earlier builds.</param>
    public sealed record Mark(
        RecordPosition Held,
        long Pulses,
        long Microlitres,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? MeterTotal = null) : Fact
    {
        internal override string? Flaw() =>
            FactFlaws.Negative(Pulses, Microlitres) ?? FactFlaws.Negative(MeterTotal ?? 0, 0);
    }

    /// <summary>A pour is over and billed; the rest of its hold is free again.</summary>
    /// <param name="Held">The hold.</param>
    /// <param name="Payment">Never more than was held, asset by asset.</param>
    /// <param name="Pulses">Since the valve opened.</param>
    /// <param name="Microlitres">By the hold's calibration.</param>
    /// <param name="End">Why it ended: a word of docs/formats/journal.md.</param>
    /// <param name="Sold">What it came to, for the books; null in lines of earlier builds.</param>
    public sealed record Capture(
        RecordPosition Held,
        Payment Payment,
        long Pulses,
        long Microlitres,
        string End,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PourSold? Sold = null) : Fact
    {
        /// <inheritdoc/>
        public override IEnumerable<Movement> Movements() => FactMovements.Taken(Payment);

        internal override string? Flaw() =>
            FactFlaws.Of([Payment]) ?? FactFlaws.Negative(Pulses, Microlitres) ?? FactFlaws.OfText(End) ??
            Sold?.Flaw();
    }

    /// <summary>Nothing was poured that comes to a cent: the hold is free again.</summary>
    /// <param name="Held">The hold.</param>
    /// <param name="End">Why.</param>
    /// <param name="Flowed">What flowed all the same; null in lines of earlier builds, or where nobody knows.</param>
    public sealed record Release(
        RecordPosition Held,
        string End,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PourFlowed? Flowed = null) : Fact
    {
        internal override string? Flaw() => FactFlaws.OfText(End) ?? Flowed?.Flaw();
    }

    /// <summary>Staff are about to draw from a tap, and nobody pays: the valve may open.</summary>
    /// <param name="Staff">Whose card.</param>
    /// <param name="Purpose">A word of docs/formats/journal.md.</param>
    /// <param name="Tap">From 1.</param>
    /// <param name="PulsesPerLitre">The meter's calibration, fixed here.</param>
    /// <param name="MeterTotal">All that the meter has ever counted.</param>
    /// <param name="Verdict">What the decision was made on.</param>
    public sealed record Draw(
        CardToken Staff, string Purpose, int Tap, long PulsesPerLitre, long MeterTotal, Verdict Verdict) : Fact
    {
        /// <inheritdoc/>
        public override CounterReading? Counter() => Verdict.CounterOf(Staff);

        /// <inheritdoc/>
        public override Verdict? DecidedOn() => Verdict;

        internal override string? Flaw() =>
            FactFlaws.OfText(Purpose) ?? FactFlaws.OfTap(Tap, MeterTotal) ?? FactFlaws.Of(Verdict) ??
            (PulsesPerLitre < 1 ? "no pulses a litre" : null);
    }

    /// <summary>Staff have drawn so much.</summary>
    /// <param name="Held">The record that said that they would.</param>
    /// <param name="Purpose">As there.</param>
    /// <param name="End">Why it ended: a word as of a capture.</param>
    /// <param name="Flowed">How much.</param>
    public sealed record Drawn(RecordPosition Held, string Purpose, string End, PourFlowed Flowed) : Fact
    {
        internal override string? Flaw() =>
            FactFlaws.OfText(Purpose) ?? FactFlaws.OfText(End) ?? Flowed.Flaw();
    }

    /// <summary>Staff put a new keg on a tap.</summary>
    /// <param name="Tap">From 1.</param>
    /// <param name="MeterTotal">All that the meter has ever counted.</param>
    /// <param name="Product">What is in it.</param>
    /// <param name="Microlitres">How much; null: nobody counts it.</param>
    /// <param name="Staff">Whose card.</param>
    public sealed record KegChanged(
        int Tap, long MeterTotal, ArticleId Product, long? Microlitres, CardToken Staff) : Fact
    {
        internal override string? Flaw() =>
            FactFlaws.OfTap(Tap, MeterTotal) ?? FactFlaws.Negative(Microlitres ?? 0, 0);
    }

    /// <summary>A meter was calibrated by measured glasses: holds go by this from here on.</summary>
    /// <param name="Tap">From 1.</param>
    /// <param name="MeterTotal">All that the meter has ever counted.</param>
    /// <param name="PulsesPerLitre">All their pulses by all their volume, rounded to the nearest.</param>
    /// <param name="InsteadOf">
    /// What the configuration says: as soon as it says something else, that is newer than this.
    /// </param>
    /// <param name="Glasses">Two or three.</param>
    /// <param name="Staff">Whose card.</param>
    public sealed record Calibrated(
        int Tap,
        long MeterTotal,
        long PulsesPerLitre,
        long InsteadOf,
        ValueList<MeasuredGlass> Glasses,
        CardToken Staff) : Fact
    {
        internal override string? Flaw() =>
            FactFlaws.OfTap(Tap, MeterTotal) ??
            (InsteadOf < 1 ? "no pulses a litre"
                : Glasses.Count is < 2 or > 3 ? $"{Glasses.Count} glasses; expected 2 or 3"
                : Glasses.Any(glass => glass.Pulses < 1 || glass.Microlitres < 1) ? "an empty glass"
                : PulsesPerLitre != MeasuredGlass.PulsesPerLitreOf(Glasses) ? "not what its glasses come to"
                : null);
    }
}
