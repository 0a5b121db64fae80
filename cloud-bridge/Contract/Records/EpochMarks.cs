namespace CloudBridge.Contract;

/// <summary>
/// How far something is true of one terminal's journal, epoch by epoch: each epoch is a chain of its own, so a high
/// mark in one says nothing of another.
/// </summary>
public readonly record struct EpochMarks
{
    private EpochMarks(ValueList<RecordPosition> rows) => Rows = rows;

    /// <summary>Of no record.</summary>
    public static EpochMarks None => default;

    /// <summary>The last record that it is true of in each epoch that has one, in order.</summary>
    public ValueList<RecordPosition> Rows { get; }

    /// <summary>The last record in the latest epoch; null when there is none.</summary>
    public RecordPosition? Latest => Rows.Count == 0 ? null : Rows[^1];

    /// <summary>The rows of the epochs before the latest: what formats write beside <see cref="Latest"/>.</summary>
    public ValueList<RecordPosition> Earlier => Rows.Count < 2 ? [] : [.. Rows.Take(Rows.Count - 1)];

    /// <summary>True up to these records and all before them in their epochs: the highest in each counts.</summary>
    public static EpochMarks Of(IEnumerable<RecordPosition> positions) => new(
    [
        .. from position in positions
           where position.Sequence > 0
           group position.Sequence by position.Epoch into epoch
           orderby epoch.Key
           select new RecordPosition(epoch.Key, epoch.Max()),
    ]);

    /// <summary>As formats have it: the latest, and those before it.</summary>
    public static EpochMarks Of(RecordPosition? latest, ValueList<RecordPosition> earlier) =>
        Of(latest is { } last ? earlier.Append(last) : earlier);

    /// <summary>Is it true of this record?</summary>
    public bool Covers(RecordPosition position)
    {
        foreach (var row in Rows)
            if (row.Epoch == position.Epoch)
                return position.Sequence <= row.Sequence;
        return position.Sequence == 0;
    }

    /// <summary>The first of these that it is not true of; null: it is of all.</summary>
    public RecordPosition? Lacks(EpochMarks others)
    {
        foreach (var row in others.Rows)
            if (!Covers(row))
                return row;
        return null;
    }

    /// <summary>True of these, too.</summary>
    public EpochMarks With(IEnumerable<RecordPosition> positions) => Of(Rows.Concat(positions));

    /// <summary>Where both are true.</summary>
    public EpochMarks And(EpochMarks other) => Of(
        from left in Rows
        join right in other.Rows on left.Epoch equals right.Epoch
        select left < right ? left : right);

    /// <summary>For people: <c>1/42, 2/7</c>.</summary>
    public override string ToString() => string.Join(", ", Rows);
}
