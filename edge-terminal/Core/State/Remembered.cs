using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// All that decides and outlives the power. It is folded from the journal's facts by <see cref="Folding"/> and changed
/// by nothing else, so reading the journal again gives it again.
/// </summary>
public sealed record Remembered
{
    private Remembered()
    {
    }

    /// <summary>An empty journal.</summary>
    public static Remembered Nothing { get; } = new();

    /// <summary>The journal's last record; null when it is empty.</summary>
    public RecordPosition? Last { get; init; }

    /// <summary>
    /// Records could not be read, and none since has brought forward what they came to: some of this is the worse
    /// guess.
    /// </summary>
    public bool IsBehindRot { get; init; }

    /// <summary>How often the daemon has started.</summary>
    public long Boots { get; init; }

    /// <summary>Which start the next one is.</summary>
    public long NextBoot => Boots + 1;

    /// <summary>The machine's boot in which it last did.</summary>
    public string MachineBoot { get; init; } = "";

    /// <summary>When it last did, by the monotonic clock of that boot.</summary>
    public long StartedAtMilliseconds { get; init; }

    /// <summary>When the last record was written, by that clock.</summary>
    public long LastAtMilliseconds { get; init; }

    /// <summary>The SD card that the epoch was opened on; null when that is not known.</summary>
    public string? StorageId { get; init; }

    /// <summary>The epoch was closed, and the next has not begun yet.</summary>
    public bool IsClosed { get; init; }

    /// <summary>What is under way from the epoch before to this one; null: nothing.</summary>
    public Move? Move { get; init; }

    /// <summary>Nothing may be sold in this epoch.</summary>
    public bool MayNotGoOn => FaultRules.OfEpochs.Overlaps(Faults);

    /// <summary>Starts in a row without a beat since; the present one counts until it has heard one.</summary>
    public int BootsWithoutBeat { get; init; }

    /// <summary>
    /// The highest card list that ever took effect; null when none did. A lower one is refused for ever.
    /// </summary>
    public ListVersion? List { get; init; }

    /// <summary>How far our own records are in the balances of the list.</summary>
    public EpochMarks Watermarks { get; init; }

    /// <summary>
    /// The last of our records that moved money, blocked a card or used up a counter, and are not counted any more
    /// because a list has them. A list without them would undo them.
    /// </summary>
    public EpochMarks LastListed { get; init; }

    /// <summary>The last record that may be deleted; null when none may.</summary>
    public RecordPosition? Retired { get; init; }

    /// <summary>The last recorded age of the list; null when none is known.</summary>
    public AgeReading? ListAge { get; init; }

    /// <summary>What our own records did to each wallet since the list.</summary>
    public ImmutableDictionary<PurseId, PurseActivity> Purses { get; init; } =
        ImmutableDictionary<PurseId, PurseActivity>.Empty;

    /// <summary>The sum of all wallets' unlisted debits.</summary>
    public Money UnlistedDebits { get; init; }

    /// <summary>
    /// The day of the last purchase with a card that the list did not have, by <see cref="UnknownCardsTotal"/>.
    /// </summary>
    public long UnknownCardsDay { get; init; }

    /// <summary>What cards that the list did not have spent on that day.</summary>
    public Money UnknownCardsSpent { get; init; }

    /// <summary>Approved sales that nobody may have seen, by card.</summary>
    public ImmutableDictionary<CardToken, UnshownSale> Unshown { get; init; } =
        ImmutableDictionary<CardToken, UnshownSale>.Empty;

    /// <summary>Cards that were blocked here, with the record that says so, until a list has heard of it.</summary>
    public ImmutableDictionary<CardToken, RecordPosition> BlockedHere { get; init; } =
        ImmutableDictionary<CardToken, RecordPosition>.Empty;

    /// <summary>Counters of cards that our own records have used up, until a list has heard of it.</summary>
    public ImmutableDictionary<CardToken, UsedCounter> Counters { get; init; } =
        ImmutableDictionary<CardToken, UsedCounter>.Empty;

    /// <summary>Holds of ours that are open, by what closing facts call them.</summary>
    public ImmutableDictionary<RecordPosition, OpenHold> Holds { get; init; } =
        ImmutableDictionary<RecordPosition, OpenHold>.Empty;

    /// <summary>Pours of ours whose holds are open, by what closing facts call those.</summary>
    public ImmutableDictionary<RecordPosition, OpenPour> Pours { get; init; } =
        ImmutableDictionary<RecordPosition, OpenPour>.Empty;

    /// <summary>A drink station's taps, by number: what our records have come to at each.</summary>
    public ImmutableSortedDictionary<int, TapSums> Taps { get; init; } = ImmutableSortedDictionary<int, TapSums>.Empty;

    /// <summary>What staff drew at taps, of the last days, in microlitres.</summary>
    public ValueList<StaffShare> Drawn { get; init; }

    /// <summary>Who went through, at a gate.</summary>
    public GateMemory Gate { get; init; } = GateMemory.Nothing;

    /// <summary>What a till has in its drawer, and who worked there.</summary>
    public TillMemory Till { get; init; } = TillMemory.Nothing;

    /// <summary>The highest number of a command that was answered; 0: none was.</summary>
    public long LastCommand { get; init; }

    /// <summary>
    /// The highest configuration of the ledger's that ever took effect; null when none did. A lower one is refused for
    /// ever.
    /// </summary>
    public ConfigVersion? Config { get; init; }

    /// <summary>Faults that are raised.</summary>
    public ImmutableSortedSet<Fault> Faults { get; init; } = ImmutableSortedSet<Fault>.Empty;

    /// <summary>The records that count beside the list.</summary>
    internal IEnumerable<RecordPosition> Counted =>
        Purses.Values.SelectMany(activity => activity.Unlisted).Select(row => row.Position)
            .Concat(BlockedHere.Values)
            .Concat(Counters.Values.Select(used => used.Position));

    /// <summary>Changes every purse; one of which nothing is left goes.</summary>
    internal Remembered ChangePurses(Func<PurseActivity, PurseActivity> change)
    {
        var purses = Purses.ToBuilder();
        foreach (var (id, activity) in Purses)
            if (change(activity) is { IsEmpty: false } left)
                purses[id] = left;
            else
                purses.Remove(id);
        return this with { Purses = purses.ToImmutable() };
    }

    /// <summary>All that was given here to cards and that no list shows yet.</summary>
    internal Money UnlistedCredits => Purses.Values.SelectMany(activity => activity.Unlisted)
        .SelectMany(row => row.Changes)
        .Where(change => change.Amount.IsPositive)
        .Select(change => change.Amount).SumOrLimit();

    /// <summary>Adds up again what is left unlisted.</summary>
    internal Remembered CountDebits() => this with
    {
        UnlistedDebits = Purses.Values.SelectMany(activity => activity.Unlisted).Select(row => row.Debit).SumOrLimit(),
    };

    /// <summary>What our records have come to at a tap.</summary>
    public TapSums TapOf(int tap) => Taps.GetValueOrDefault(tap) ?? new TapSums(tap, 0, 0);

    /// <summary>What our records did to a purse since the list.</summary>
    public PurseActivity ActivityOf(PurseId purse) => Purses.GetValueOrDefault(purse, PurseActivity.None);

    /// <summary>By value: two folds of one journal are equal.</summary>
    public bool Equals(Remembered? other) =>
        other is not null &&
        (Last, Boots, MachineBoot, StartedAtMilliseconds, LastAtMilliseconds, BootsWithoutBeat) ==
        (other.Last, other.Boots, other.MachineBoot, other.StartedAtMilliseconds, other.LastAtMilliseconds,
            other.BootsWithoutBeat) &&
        (StorageId, IsClosed, Move, IsBehindRot, LastCommand, Config) ==
        (other.StorageId, other.IsClosed, other.Move, other.IsBehindRot, other.LastCommand, other.Config) &&
        (List, Watermarks, LastListed, ListAge, Retired, UnlistedDebits, UnknownCardsDay, UnknownCardsSpent) ==
        (other.List, other.Watermarks, other.LastListed, other.ListAge, other.Retired, other.UnlistedDebits,
            other.UnknownCardsDay, other.UnknownCardsSpent) &&
        SameRows(Purses, other.Purses) &&
        SameRows(Unshown, other.Unshown) &&
        SameRows(BlockedHere, other.BlockedHere) &&
        SameRows(Counters, other.Counters) &&
        SameRows(Holds, other.Holds) &&
        SameRows(Pours, other.Pours) &&
        Taps.SequenceEqual(other.Taps) &&
        Drawn == other.Drawn &&
        Gate.Equals(other.Gate) &&
        Till == other.Till &&
        Faults.SetEquals(other.Faults);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Last, Boots, List, Watermarks, Purses.Count, Unshown.Count);

    private static bool SameRows<TKey, TValue>(
        ImmutableDictionary<TKey, TValue> left, ImmutableDictionary<TKey, TValue> right)
        where TKey : notnull =>
        left.Count == right.Count &&
        left.All(row => right.TryGetValue(row.Key, out var value) && Equals(row.Value, value));
}
