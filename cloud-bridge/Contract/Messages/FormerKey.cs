using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>A key that a terminal had: it counts in no later epoch.</summary>
/// <param name="Key">It, with its terminal.</param>
/// <param name="ThroughEpoch">The last epoch of the journal that it may have signed, from 1.</param>
/// <param name="ThroughSequence">The last record in that epoch that it has signed, from 1: what stands behind is
/// somebody else's. Null: an earlier build does not say.</param>
public sealed record FormerKey(
    JsonWebKey Key,
    long ThroughEpoch,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ThroughSequence = null);
