namespace CloudBridge.Contract;

/// <summary>
/// Which card list. A higher era wins over any version: a ledger that was restored from a backup begins a new one.
/// </summary>
/// <param name="Era">From 1.</param>
/// <param name="Version">From 1, rising within an era.</param>
public sealed record ListVersion(long Era, long Version) : IComparable<ListVersion>
{
    /// <summary>Later.</summary>
    public static bool operator >(ListVersion left, ListVersion right) => left.CompareTo(right) > 0;

    /// <summary>Earlier.</summary>
    public static bool operator <(ListVersion left, ListVersion right) => left.CompareTo(right) < 0;

    /// <summary>Not earlier.</summary>
    public static bool operator >=(ListVersion left, ListVersion right) => left.CompareTo(right) >= 0;

    /// <summary>Not later.</summary>
    public static bool operator <=(ListVersion left, ListVersion right) => left.CompareTo(right) <= 0;

    /// <inheritdoc/>
    public int CompareTo(ListVersion? other) =>
        other is null ? 1 : Era != other.Era ? Era.CompareTo(other.Era) : Version.CompareTo(other.Version);

    /// <summary>For people: <c>1.42</c>.</summary>
    public override string ToString() => $"{Era}.{Version}";
}
