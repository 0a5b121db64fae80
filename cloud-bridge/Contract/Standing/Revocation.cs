namespace CloudBridge.Contract;

/// <summary>The act by which a terminal is one of its site's no more, for good.</summary>
/// <param name="Number">Of the site's revocations, from 1.</param>
/// <param name="AtMilliseconds">When, by the ledger's time, since 1970-01-01T00:00:00Z.</param>
public sealed record Revocation(long Number, long AtMilliseconds);
