namespace CloudBridge.Ledger;

/// <summary>
/// What has changed lately, in order. Whoever comes back too late is told that it is not known any more: the memory of
/// it is bounded, however much changes.
/// </summary>
internal sealed class RecentChanges<T>(int most)
{
    private readonly List<T> rows = [];

    /// <summary>How many there ever were.</summary>
    public long End { get; private set; }

    /// <summary>It has changed.</summary>
    public void Note(T changed)
    {
        if (rows.Count == 2 * most)
            rows.RemoveRange(0, most);
        rows.Add(changed);
        End++;
    }

    /// <summary>What has changed since there were so many; null: it is not known any more.</summary>
    public HashSet<T>? Since(long end) =>
        End - end > rows.Count ? null : [.. rows.GetRange(rows.Count - (int)(End - end), (int)(End - end))];
}
