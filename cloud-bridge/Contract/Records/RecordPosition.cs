namespace CloudBridge.Contract;

/// <summary>A record's place in its terminal's journal. Epochs and sequence numbers start at 1.</summary>
/// <param name="Epoch">Granted and numbered by the ledger; a new one begins a new chain.</param>
/// <param name="Sequence">Without gaps within an epoch. 0 stands for the place before the first record.</param>
public readonly record struct RecordPosition(long Epoch, long Sequence) : IComparable<RecordPosition>
{
    /// <summary>The place before the first record of an epoch.</summary>
    public static RecordPosition StartOf(long epoch) => new(epoch, 0);

    /// <summary>The next place in this epoch.</summary>
    public RecordPosition Next() => this with { Sequence = Sequence + 1 };

    /// <summary>The place before in this epoch; sequence 0 before its first.</summary>
    public RecordPosition Before() => this with { Sequence = Sequence - 1 };

    /// <summary>Earlier.</summary>
    public static bool operator <(RecordPosition left, RecordPosition right) => left.CompareTo(right) < 0;

    /// <summary>Later.</summary>
    public static bool operator >(RecordPosition left, RecordPosition right) => left.CompareTo(right) > 0;

    /// <summary>Not later.</summary>
    public static bool operator <=(RecordPosition left, RecordPosition right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier.</summary>
    public static bool operator >=(RecordPosition left, RecordPosition right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(RecordPosition other) =>
        Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch) : Sequence.CompareTo(other.Sequence);

    /// <summary>For people: <c>1/42</c>.</summary>
    public override string ToString() => $"{Epoch}/{Sequence}";
}
