using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>
/// Of a <see cref="ConfigMessage"/> what every build can read: for whom it is, and which. A later ledger may say in it
/// what this build does not know; then this says which one cannot be followed.
/// </summary>
/// <param name="Site">The site.</param>
/// <param name="To">The terminal.</param>
/// <param name="Era">Of the ledger.</param>
/// <param name="Version">From 1, rising.</param>
public sealed record ConfigHead(SiteId Site, Addressee To, long Era, long Version) : ISignedMessage<ConfigHead>
{
    /// <inheritdoc/>
    public static JwsType Type => JwsType.Config;

    /// <inheritdoc/>
    public static JsonTypeInfo<ConfigHead> Json => ContractJson.Lenient<ConfigHead>();

    /// <summary>Which it is.</summary>
    public ConfigVersion Number() => new(Era, Version);

    /// <inheritdoc/>
    public string? Flaw() => Number().Flaw();
}
