using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>How a terminal stands: the ledger's answer to a <see cref="StandingRequest"/>, and to that one only.
/// </summary>
/// <param name="Site">The site.</param>
/// <param name="To">The terminal.</param>
/// <param name="Nonce">Of the request: an answer to another one says nothing of now.</param>
/// <param name="Key">The terminal's key, as the ledger has it.</param>
/// <param name="Revoked">It is one of the site's no more; null: it is.</param>
public sealed record StandingMessage(SiteId Site, Addressee To, Nonce Nonce, KeyId Key, Revocation? Revoked)
    : ISignedMessage<StandingMessage>
{
    /// <inheritdoc/>
    public static JwsType Type => JwsType.Standing;

    /// <inheritdoc/>
    public static JsonTypeInfo<StandingMessage> Json => ContractJson.Default.StandingMessage;

    /// <inheritdoc/>
    public string? Flaw() =>
        Revoked is { Number: < 1 } or { AtMilliseconds: < 0 } ? "revoked: numbers start at 1, times at 0" : null;
}
