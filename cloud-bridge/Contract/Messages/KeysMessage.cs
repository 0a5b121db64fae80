using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>
/// The keys of a site's terminals, so that terminals can check what they hear of each other. Topic <c>keys</c>.
/// </summary>
/// <param name="Site">The site.</param>
/// <param name="To">All terminals.</param>
/// <param name="Version">From 1, rising.</param>
/// <param name="Keys">One or more a terminal.</param>
public sealed record KeysMessage(SiteId Site, Addressee To, long Version, ValueList<JsonWebKey> Keys)
    : ISignedMessage<KeysMessage>
{
    /// <inheritdoc/>
    public static JwsType Type => JwsType.Keys;

    /// <inheritdoc/>
    public static JsonTypeInfo<KeysMessage> Json => ContractJson.Default.KeysMessage;

    /// <inheritdoc/>
    public string? Flaw() =>
        Version < 1 ? "version: expected from 1"
        : Keys.Any(key => key.Terminal is null || !PublicKey.Read(key).Succeeded(out _, out _))
            ? "keys: expected P-256 public keys, each with its terminal"
            : null;
}
