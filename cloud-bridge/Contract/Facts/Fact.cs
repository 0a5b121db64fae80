using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// What happened at a terminal, in the past tense: the closed family of all that a journal can say. A fact holds
/// neither place nor signature; the store adds them. docs/formats/journal.md has one row for each. Those of drink
/// stations and of gates stand in files by those names.
/// </summary>
public abstract partial record Fact
{
    private Fact()
    {
    }

    /// <summary>The money that this fact moves.</summary>
    public virtual IEnumerable<Movement> Movements() => [];

    /// <summary>The reading of a card's counter that this fact uses up; null when there is none.</summary>
    public virtual CounterReading? Counter() => null;

    /// <summary>What it was decided on; null where nothing was decided.</summary>
    public virtual Verdict? DecidedOn() => null;

    /// <summary>What is wrong with the content beyond the form of its members; null when nothing is.</summary>
    internal virtual string? Flaw() => null;

    // Sales

    /// <summary>Paid and granted: goods may be handed over.</summary>
    /// <param name="Card">The card that was held to the reader, also when everything was free.</param>
    /// <param name="Payments">One card, or two that pay together; none when everything was free.</param>
    /// <param name="Basket">What was bought.</param>
    /// <param name="Verdict">What the decision was made on.</param>
    public sealed record Sale(
        CardToken Card, ValueList<Payment> Payments, ValueList<BasketLine> Basket, Verdict Verdict) : Fact
    {
        /// <inheritdoc/>
        public override IEnumerable<Movement> Movements() => Payments.SelectMany(FactMovements.Taken);

        /// <inheritdoc/>
        public override CounterReading? Counter() => Verdict.CounterOf(Card);

        /// <inheritdoc/>
        public override Verdict? DecidedOn() => Verdict;

        internal override string? Flaw() =>
            FactFlaws.Of(Basket) ?? FactFlaws.Of(Payments) ?? FactFlaws.Unpaid(Basket, Payments) ??
            FactFlaws.Of(Verdict);
    }

    /// <summary>
    /// The guest has seen that a sale was approved, or staff that a card got what they gave: it is not to be shown as
    /// done before.
    /// </summary>
    /// <param name="Approved">The sale, the refill or the return of deposits.</param>
    public sealed record SaleShown(RecordPosition Approved) : Fact;

    /// <summary>Not granted.</summary>
    /// <param name="Reason">Why: the first check that failed.</param>
    /// <param name="Card">Null when no one card was meant.</param>
    /// <param name="Basket">What was asked for; may be empty.</param>
    /// <param name="Verdict">What the decision was made on.</param>
    public sealed record Refusal(Reason Reason, CardToken? Card, ValueList<BasketLine> Basket, Verdict Verdict) : Fact
    {
        /// <inheritdoc/>
        public override CounterReading? Counter() => Verdict.CounterOf(Card);

        /// <inheritdoc/>
        public override Verdict? DecidedOn() => Verdict;

        internal override string? Flaw() => FactFlaws.Of(Basket) ?? FactFlaws.Of(Verdict);
    }

    /// <summary>
    /// A card's counter counted, and what it got for it is no other fact: its balance was told, or an approval was
    /// shown once more.
    /// </summary>
    /// <param name="Card">Whose.</param>
    /// <param name="Value">What it read.</param>
    public sealed record CounterUsed(CardToken Card, long Value) : Fact
    {
        /// <inheritdoc/>
        public override CounterReading? Counter() => new CounterReading(Card, Value);

        internal override string? Flaw() => FactFlaws.OfCounter(Value);
    }

    /// <summary>A sale of this terminal taken back.</summary>
    /// <param name="Voided">The sale.</param>
    /// <param name="Returned">Exactly what it took.</param>
    /// <param name="Staff">Who did it.</param>
    public sealed record Void(RecordPosition Voided, ValueList<Payment> Returned, CardToken Staff) : Fact
    {
        /// <inheritdoc/>
        public override IEnumerable<Movement> Movements() => Returned.SelectMany(FactMovements.Given);

        internal override string? Flaw() => FactFlaws.Of(Returned);
    }

    // Staff

    /// <summary>Money put on a card.</summary>
    /// <param name="Payment">What the card got.</param>
    /// <param name="Staff">Who took the cash.</param>
    public sealed record Refill(Payment Payment, CardToken Staff) : Fact
    {
        /// <inheritdoc/>
        public override IEnumerable<Movement> Movements() => FactMovements.Given(Payment);

        internal override string? Flaw() => FactFlaws.Of([Payment]);
    }

    /// <summary>Money paid out from a card, which the ledger has agreed to.</summary>
    /// <param name="Payment">What left the card.</param>
    /// <param name="Staff">Who gave the cash.</param>
    public sealed record Refund(Payment Payment, CardToken Staff) : Fact
    {
        /// <inheritdoc/>
        public override IEnumerable<Movement> Movements() => FactMovements.Taken(Payment);

        internal override string? Flaw() => FactFlaws.Of([Payment]);
    }

    /// <summary>A deposit (a cup) given back.</summary>
    /// <param name="Payment">What the card got.</param>
    /// <param name="Items">How many.</param>
    /// <param name="Staff">Who took them.</param>
    public sealed record DepositReturn(Payment Payment, int Items, CardToken Staff) : Fact
    {
        /// <inheritdoc/>
        public override IEnumerable<Movement> Movements() => FactMovements.Given(Payment);

        internal override string? Flaw() => Items < 1 ? "no items" : FactFlaws.Of([Payment]);
    }

    /// <summary>A card was locked here; peers lock it at once.</summary>
    /// <param name="Card">Which.</param>
    /// <param name="Staff">Who did it; null: a command of the ledger.</param>
    public sealed record CardBlocked(
        CardToken Card,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CardToken? Staff = null) : Fact;

    // The terminal itself

    /// <summary>A new epoch begins.</summary>
    /// <param name="StorageId">The SD card's CID register; null where the machine has none.</param>
    /// <param name="BoardSerial">The board's serial number; null where it has none.</param>
    /// <param name="LeftBehind">Lines of the former epoch that it leaves behind; null: none.</param>
    /// <param name="Ended">The last record of the epoch before, where the terminal's key was another there; null: the
    /// key goes on.</param>
    public sealed record EpochOpened(
        string? StorageId,
        string? BoardSerial,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LeftBehind? LeftBehind = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RecordName? Ended = null) : Fact
    {
        internal override string? Flaw() =>
            FactFlaws.OfText(StorageId) ?? FactFlaws.OfText(BoardSerial) ??
            (LeftBehind is { } left && (left.Epoch < 1 || left.From < 1 || left.Through < left.From)
                ? "leftBehind: epoch and from start at 1, through is not before from"
            : Ended is { } ended && (ended.Epoch < 1 || ended.Sequence < 1)
                ? "ended: epoch and sequence start at 1"
            : null);
    }

    /// <summary>The epoch's last record.</summary>
    /// <param name="Cause">Why.</param>
    public sealed record EpochClosed(string Cause) : Fact
    {
        internal override string? Flaw() => FactFlaws.OfText(Cause);
    }

    /// <summary>The daemon has started and settled what was under way.</summary>
    /// <param name="Software">Its version.</param>
    /// <param name="MachineBoot">
    /// Names the machine's own boot, so that a restart of the daemon alone does not lose the monotonic clock.
    /// </param>
    public sealed record BootStarted(string Software, string MachineBoot) : Fact
    {
        internal override string? Flaw() => FactFlaws.OfText(Software) ?? FactFlaws.OfText(MachineBoot);
    }

    /// <summary>
    /// What all records before this one came to, as far as later ones build on it: the first record of a segment, so
    /// that a journal can begin here once the ledger has what was before. Beside it nothing else of them counts.
    /// </summary>
    /// <param name="Boots">How often the daemon had started.</param>
    /// <param name="MachineBoot">The machine's boot in which it last did.</param>
    /// <param name="StartedAtMilliseconds">When it last did, by the monotonic clock of that boot.</param>
    /// <param name="BootsWithoutBeat">Starts in a row without a beat since.</param>
    /// <param name="List">The highest card list that had taken effect; null: none.</param>
    /// <param name="Watermark">That list's watermark; null: none.</param>
    /// <param name="LastMoved">
    /// The last record that moved money, blocked a card or used up a counter; null: none.
    /// </param>
    /// <param name="ListAge">The last recorded age of the list; null: none.</param>
    /// <param name="UnknownCardsDay">The day of the last purchase with a card that the list did not have.</param>
    /// <param name="UnknownCardsSpent">What such cards had spent on that day.</param>
    /// <param name="Faults">Faults that were raised.</param>
    /// <param name="Holds">Holds that were open.</param>
    /// <param name="EarlierWatermarks">
    /// The list's watermarks in epochs before that of <paramref name="Watermark"/>.
    /// </param>
    /// <param name="EarlierMoved">The same as <paramref name="LastMoved"/> in epochs before its own.</param>
    /// <param name="StorageId">The SD card that the epoch was opened on; null when that is not known.</param>
    /// <param name="Taps">A drink station's, each by what its records have come to.</param>
    /// <param name="People">How many people a gate counts, by zone; null: it remembers nobody.</param>
    /// <param name="Entries">Those of a gate that were under way, and count in that.</param>
    /// <param name="LastCommand">The highest number of a command that was answered; 0: none was.</param>
    /// <param name="Config">The highest configuration of the ledger's that had taken effect; null: none.</param>
    public sealed record BroughtForward(
        long Boots,
        string MachineBoot,
        long StartedAtMilliseconds,
        int BootsWithoutBeat,
        ListVersion? List,
        RecordPosition? Watermark,
        RecordPosition? LastMoved,
        RecordedAge? ListAge,
        long UnknownCardsDay,
        Money UnknownCardsSpent,
        ValueList<string> Faults,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        ValueList<OpenHold> Holds = default,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        ValueList<RecordPosition> EarlierWatermarks = default,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        ValueList<RecordPosition> EarlierMoved = default,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StorageId = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        ValueList<TapSums> Taps = default,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        ValueList<ZonePeople>? People = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        ValueList<EntryUnderWay> Entries = default,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long LastCommand = 0,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ConfigVersion? Config = null) : Fact
    {
        /// <summary>All watermarks of the list.</summary>
        public EpochMarks Watermarks() => EpochMarks.Of(Watermark, EarlierWatermarks);

        /// <summary>What a list must have, epoch by epoch.</summary>
        public EpochMarks Moved() => EpochMarks.Of(LastMoved, EarlierMoved);

        internal override string? Flaw() =>
            FactFlaws.Negative(Boots, BootsWithoutBeat) ??
            FactFlaws.Negative(LastCommand, 0) ??
            Config?.Flaw() ??
            FactFlaws.OfText(MachineBoot) ??
            FactFlaws.OfText(ListAge?.MachineBoot) ??
            FactFlaws.OfText(StorageId) ??
            Faults.Select(FactFlaws.OfText).FirstOrDefault(flaw => flaw is not null) ??
            Holds.Select(hold => FactFlaws.Of([hold.Payment]) ?? FactFlaws.OfText(hold.MachineBoot))
                .FirstOrDefault(flaw => flaw is not null) ??
            Taps.Select(tap => tap.Flaw()).FirstOrDefault(flaw => flaw is not null) ??
            Entries.Select(entry => FactFlaws.OfPieces(entry.People)).FirstOrDefault(flaw => flaw is not null);
    }

    /// <summary>
    /// These records may be deleted: the ledger has acknowledged them, the list in use has them in its balances, and
    /// they are old. A journal that begins later is whole.
    /// </summary>
    /// <param name="Through">The last of them.</param>
    public sealed record RecordsRetired(RecordPosition Through) : Fact;

    /// <summary>A card list took effect.</summary>
    /// <param name="List">Which.</param>
    /// <param name="Watermark">The terminal's own records up to here are in its balances; null: none.</param>
    /// <param name="Cards">How many it has.</param>
    /// <param name="EarlierWatermarks">The same in epochs before that of <paramref name="Watermark"/>.</param>
    public sealed record ListApplied(
        ListVersion List,
        RecordPosition? Watermark,
        long Cards,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        ValueList<RecordPosition> EarlierWatermarks = default) : Fact
    {
        /// <summary>How far the terminal's records are in its balances.</summary>
        public EpochMarks Watermarks() => EpochMarks.Of(Watermark, EarlierWatermarks);

        internal override string? Flaw() => FactFlaws.Negative(Cards, 0);
    }

    /// <summary>
    /// The ledger's first answer of a boot to our own ask: from here on the time is trusted and the list's age is
    /// known. Later ones are not recorded, verdicts carry their result.
    /// </summary>
    /// <param name="List">The version that the ledger then had; null when it had none.</param>
    /// <param name="AskedMonotonicMilliseconds">When the ask was sent.</param>
    /// <param name="LedgerMilliseconds">The ledger's time, since 1970-01-01T00:00:00Z.</param>
    public sealed record BeatHeard(ListVersion? List, long AskedMonotonicMilliseconds, long LedgerMilliseconds) : Fact;

    /// <summary>
    /// A configuration that the ledger sent took effect: none that is not above it does any more, also where what was
    /// stored of it is lost.
    /// </summary>
    /// <param name="ConfigVersion">Its version, rising for the terminal.</param>
    /// <param name="Era">The ledger's; null in records of earlier builds: the first.</param>
    /// <param name="Hash">Of what it says; null in records of earlier builds, which stored none: they bind nobody.
    /// </param>
    public sealed record ConfigApplied(
        long ConfigVersion,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Era = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Digest? Hash = null) : Fact
    {
        /// <summary>Which it is.</summary>
        public ConfigVersion Number() => new(Era ?? 1, ConfigVersion);

        internal override string? Flaw() => FactFlaws.Negative(ConfigVersion, (Era ?? 1) - 1);
    }

    /// <summary>
    /// A command of the ledger was answered, once: carried out, or not, as the outcome says. None that is not above it
    /// is answered any more.
    /// </summary>
    /// <param name="Number">The command's.</param>
    /// <param name="Command">What it was.</param>
    /// <param name="Outcome">What came of it.</param>
    public sealed record CommandDone(long Number, string Command, string Outcome) : Fact
    {
        internal override string? Flaw() => FactFlaws.OfText(Command) ?? FactFlaws.OfText(Outcome);
    }

    /// <summary>A device fault began: docs/faults.md.</summary>
    /// <param name="Fault">Its name there.</param>
    /// <param name="Detail">What was seen.</param>
    public sealed record FaultRaised(string Fault, string Detail) : Fact
    {
        /// <summary>
        /// The fault of a terminal that cannot read some of its records any more: it uses no list without them.
        /// </summary>
        public const string JournalRot = "JournalRot";

        internal override string? Flaw() => FactFlaws.OfText(Fault) ?? FactFlaws.OfText(Detail);
    }

    /// <summary>A device fault is over.</summary>
    public sealed record FaultCleared(string Fault) : Fact
    {
        internal override string? Flaw() => FactFlaws.OfText(Fault);
    }
}
