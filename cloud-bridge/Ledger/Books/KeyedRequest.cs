using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// A request of the HTTP API that is done once: it stands in the entry of what it did, so that neither a crash nor
/// another worker can do it twice.
/// </summary>
/// <param name="Key">Of the token's name and the request's <c>Idempotency-Key</c>, hashed.</param>
/// <param name="Fingerprint">Of all that was asked, hashed.</param>
/// <param name="AtMilliseconds">When, by the ledger's time, since 1970-01-01T00:00:00Z.</param>
/// <param name="By">The token's name.</param>
/// <param name="Answer">What was answered, as JSON: it is given again.</param>
public sealed record KeyedRequest(Digest Key, Digest Fingerprint, long AtMilliseconds, string By, string Answer);

/// <summary>An entry that a request with a key may have made.</summary>
internal interface IKeyedEntry
{
    /// <summary>It; null: a command made the entry.</summary>
    KeyedRequest? Request { get; }
}
