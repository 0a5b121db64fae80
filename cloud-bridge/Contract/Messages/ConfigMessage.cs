using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>
/// Prices, staff, limits and card keys that a terminal must follow. Topic <c>t/{terminal}/config</c>, retained.
/// </summary>
/// <param name="Site">The site.</param>
/// <param name="To">The terminal.</param>
/// <param name="Era">Of the ledger.</param>
/// <param name="Version">From 1, rising; a lower one is refused.</param>
/// <param name="Config">In the place of all that was sent before; staff and card keys for its eyes only.</param>
public sealed record ConfigMessage(SiteId Site, Addressee To, long Era, long Version, SealedConfig Config)
    : ISignedMessage<ConfigMessage>
{
    /// <inheritdoc/>
    public static JwsType Type => JwsType.Config;

    /// <inheritdoc/>
    public static JsonTypeInfo<ConfigMessage> Json => ContractJson.Default.ConfigMessage;

    /// <summary>Which it is.</summary>
    public ConfigVersion Number() => new(Era, Version);

    /// <inheritdoc/>
    public string? Flaw() => Number().Flaw() ?? Config.Flaw();
}
