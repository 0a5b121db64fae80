namespace CloudBridge.Contract;

/// <summary>
/// A membership or badge with its dates. Dates, not a yes or no: it may begin or end while the network is away.
/// </summary>
/// <param name="Asset">Of category membership or badge.</param>
/// <param name="FromMilliseconds">First moment (since 1970-01-01T00:00:00Z); null: no beginning.</param>
/// <param name="ThroughMilliseconds">Last moment.</param>
public sealed record Entitlement(AssetId Asset, long? FromMilliseconds, long ThroughMilliseconds)
{
    /// <summary>Both ends are within.</summary>
    /// <param name="wallMilliseconds">Since 1970-01-01T00:00:00Z.</param>
    public bool IsValidAt(long wallMilliseconds) =>
        wallMilliseconds >= (FromMilliseconds ?? 0) && wallMilliseconds <= ThroughMilliseconds;
}
