namespace CloudBridge.Contract;

/// <summary>
/// Which configuration of a terminal. A higher era wins over any version: a ledger that was restored from a backup
/// begins a new one.
/// </summary>
/// <param name="Era">From 1.</param>
/// <param name="Version">From 1, rising for each terminal, over eras too.</param>
public sealed record ConfigVersion(long Era, long Version) : IComparable<ConfigVersion>
{
    /// <summary>Later.</summary>
    public static bool operator >(ConfigVersion left, ConfigVersion right) => left.CompareTo(right) > 0;

    /// <summary>Earlier.</summary>
    public static bool operator <(ConfigVersion left, ConfigVersion right) => left.CompareTo(right) < 0;

    /// <summary>Not earlier.</summary>
    public static bool operator >=(ConfigVersion left, ConfigVersion right) => left.CompareTo(right) >= 0;

    /// <summary>Not later.</summary>
    public static bool operator <=(ConfigVersion left, ConfigVersion right) => left.CompareTo(right) <= 0;

    /// <inheritdoc/>
    public int CompareTo(ConfigVersion? other) =>
        other is null ? 1 : Era != other.Era ? Era.CompareTo(other.Era) : Version.CompareTo(other.Version);

    /// <summary>For people: <c>1.42</c>.</summary>
    public override string ToString() => $"{Era}.{Version}";

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Flaw() => Era < 1 || Version < 1 ? "era and version: expected from 1" : null;
}
