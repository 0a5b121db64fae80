namespace CloudBridge.Contract;

/// <summary>A key that a terminal had: it counts in no later epoch.</summary>
/// <param name="Key">It, with its terminal.</param>
/// <param name="ThroughEpoch">The last epoch of the journal that it may have signed, from 1.</param>
public sealed record FormerKey(JsonWebKey Key, long ThroughEpoch);
