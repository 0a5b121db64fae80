using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>
/// The keys of a site's terminals, so that terminals can check what they hear of each other. Topic <c>keys</c>.
/// </summary>
/// <param name="Site">The site.</param>
/// <param name="To">All terminals.</param>
/// <param name="Version">From 1, rising.</param>
/// <param name="Keys">One or more a terminal.</param>
/// <param name="Former">Keys that terminals had before: for lines of before; null: none had another.</param>
public sealed record KeysMessage(
    SiteId Site,
    Addressee To,
    long Version,
    ValueList<JsonWebKey> Keys,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ValueList<FormerKey>? Former = null)
    : ISignedMessage<KeysMessage>
{
    /// <inheritdoc/>
    public static JwsType Type => JwsType.Keys;

    /// <inheritdoc/>
    public static JsonTypeInfo<KeysMessage> Json => ContractJson.Default.KeysMessage;

    /// <inheritdoc/>
    public string? Flaw() =>
        Version < 1 ? "version: expected from 1"
        : !Keys.All(IsGood) ? "keys: expected P-256 public keys, each with its terminal"
        : Former is { } former && !former.All(IsGood)
            ? "former: expected P-256 public keys, each with its terminal and a place from 1/1"
            : null;

    private static bool IsGood(FormerKey row) =>
        IsGood(row.Key) && row.ThroughEpoch >= 1 && !(row.ThroughSequence < 1);

    private static bool IsGood(JsonWebKey key)
    {
        if (key.Terminal is null || !PublicKey.Read(key).Succeeded(out var read, out _))
            return false;
        read.Dispose();
        return true;
    }
}
