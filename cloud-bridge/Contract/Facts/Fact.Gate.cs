using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <content>A gate's.</content>
public abstract partial record Fact
{
    /// <summary>Somebody may go in.</summary>
    /// <param name="Card">Whose card.</param>
    /// <param name="People">How many, from 1.</param>
    /// <param name="Payments">None when a membership or ticket covers it.</param>
    /// <param name="Verdict">What the decision was made on.</param>
    /// <param name="Zone">Into where; null: a place that has no name.</param>
    /// <param name="Admission">
    /// By what, one piece a person; null: there was no list and all went in, or an earlier build did not say.
    /// </param>
    /// <param name="GateCount">
    /// People in less people out through this gate since the last fire, this entry among them; null: nobody asks.
    /// </param>
    public sealed record Entry(
        CardToken Card,
        int People,
        ValueList<Payment> Payments,
        Verdict Verdict,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ZoneId? Zone = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BasketLine? Admission = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? GateCount = null) : Fact
    {
        /// <inheritdoc/>
        public override IEnumerable<Movement> Movements() => Payments.SelectMany(FactMovements.Taken);

        /// <inheritdoc/>
        public override CounterReading? Counter() => Verdict.CounterOf(Card);

        /// <inheritdoc/>
        public override Verdict? DecidedOn() => Verdict;

        internal override string? Flaw() =>
            FactFlaws.OfPieces(People) is { } flaw ? $"people: {flaw}"
            : FactFlaws.Of(Payments) ?? FactFlaws.Of(Verdict) ?? (Admission is { } line
                ? line.Quantity != People
                    ? $"{line.Quantity} admissions of {People} people"
                    : FactFlaws.Of([line]) ?? FactFlaws.Unpaid([line], Payments)
                : null);
    }

    /// <summary>Somebody went through with an entry: it will not be given back.</summary>
    /// <param name="Passed">The entry.</param>
    public sealed record EntryPassed(RecordPosition Passed) : Fact;

    /// <summary>The turnstile was not passed: entry and money are given back.</summary>
    /// <param name="Abandoned">The entry.</param>
    /// <param name="Returned">Exactly what it took.</param>
    /// <param name="Zone">As of the entry.</param>
    /// <param name="GateCount">As of an entry, without this one.</param>
    public sealed record EntryAbandoned(
        RecordPosition Abandoned,
        ValueList<Payment> Returned,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ZoneId? Zone = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? GateCount = null) : Fact
    {
        /// <inheritdoc/>
        public override IEnumerable<Movement> Movements() => Returned.SelectMany(FactMovements.Given);

        internal override string? Flaw() => FactFlaws.Of(Returned);
    }

    /// <summary>
    /// What entries by tickets came to whose records are retired next: a ticket is no newer for it. Instead of all that
    /// was said of these cards up to there.
    /// </summary>
    /// <param name="Through">The last of those records.</param>
    /// <param name="Cards">Each once; together at most <see cref="MostRows"/> rows.</param>
    public sealed record EntriesCarried(RecordPosition Through, ValueList<CardEntries> Cards) : Fact
    {
        /// <summary>So many rows of entries fit into a line.</summary>
        public const int MostRows = 64;

        internal override string? Flaw() =>
            Cards.Any(card => card.Entries.Count == 0) ? "entries of nobody"
            : Cards.Sum(card => card.Entries.Count) is > MostRows and var rows ? $"{rows} rows; at most {MostRows}"
            : Cards.DistinctBy(card => card.Card).Count() < Cards.Count ? "the same card twice"
            : Cards.SelectMany(card => card.Entries).Select(row => FactFlaws.OfPieces(row.People))
                .FirstOrDefault(flaw => flaw is not null) is { } wrong ? $"people: {wrong}"
            : null;
    }

    /// <summary>Somebody went out.</summary>
    /// <param name="Card">Whose card.</param>
    /// <param name="Zone">Out of where; null: a place that has no name.</param>
    /// <param name="GateCount">As of an entry, less this exit.</param>
    public sealed record Exit(
        CardToken Card,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ZoneId? Zone = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? GateCount = null) : Fact;

    /// <summary>The fire input opened the gate: all may have left.</summary>
    /// <param name="Zone">Where; null: a place that has no name.</param>
    public sealed record FireOpened(
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ZoneId? Zone = null) : Fact;
}
