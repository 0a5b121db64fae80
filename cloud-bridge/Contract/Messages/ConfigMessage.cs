using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>Limits and policies that a terminal must follow. Topic <c>t/{terminal}/config</c>, retained.</summary>
/// <param name="Site">The site.</param>
/// <param name="To">The terminal.</param>
/// <param name="Version">From 1, rising; a lower one is refused.</param>
/// <param name="Limits">Replace those before.</param>
public sealed record ConfigMessage(SiteId Site, Addressee To, long Version, TerminalLimits Limits)
    : ISignedMessage<ConfigMessage>
{
    /// <inheritdoc/>
    public static JwsType Type => JwsType.Config;

    /// <inheritdoc/>
    public static JsonTypeInfo<ConfigMessage> Json => ContractJson.Default.ConfigMessage;

    /// <inheritdoc/>
    public string? Flaw() => Version < 1 ? "version: expected from 1" : Limits.Flaw();
}
