using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>
/// The ledger's answer to an ask: what is current, and what time it is. The only trusted time. Topic
/// <c>t/{terminal}/beat</c>.
/// </summary>
/// <param name="Site">The site.</param>
/// <param name="To">The terminal.</param>
/// <param name="Era">The ledger's era.</param>
/// <param name="ListVersion">The current list's version within the era; 0 when there is none.</param>
/// <param name="ConfigVersion">The current configuration's version; 0 when there is none.</param>
/// <param name="LedgerMilliseconds">The ledger's time, since 1970-01-01T00:00:00Z.</param>
/// <param name="Echo">The ask that is answered.</param>
public sealed record BeatMessage(
    SiteId Site,
    Addressee To,
    long Era,
    long ListVersion,
    long ConfigVersion,
    long LedgerMilliseconds,
    AskMessage Echo) : ISignedMessage<BeatMessage>
{
    /// <inheritdoc/>
    public static JwsType Type => JwsType.Beat;

    /// <inheritdoc/>
    public static JsonTypeInfo<BeatMessage> Json => ContractJson.Default.BeatMessage;

    /// <summary>The current list; null when there is none.</summary>
    public ListVersion? List() => ListVersion == 0 ? null : new ListVersion(Era, ListVersion);

    /// <summary>The terminal's current configuration; null when there is none.</summary>
    public ConfigVersion? Config() => ConfigVersion == 0 ? null : new ConfigVersion(Era, ConfigVersion);

    /// <inheritdoc/>
    public string? Flaw() =>
        Era < 1 || ListVersion < 0 || ConfigVersion < 0 || LedgerMilliseconds < 0
            ? "era starts at 1; versions and times at 0"
            : null;
}
