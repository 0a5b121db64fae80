using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A key that a terminal may change to: it counts from the first record on that it signs.</summary>
/// <param name="Key">It.</param>
/// <param name="WebKey">As it was registered.</param>
/// <param name="Epoch">The epoch that it begins, and the only one in which it counts before.</param>
/// <param name="AtMilliseconds">When it was granted, by the ledger's time, since 1970-01-01T00:00:00Z.</param>
public sealed record GrantedKey(IVerifier Key, JsonWebKey WebKey, long Epoch, long AtMilliseconds);
