using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>Changes that make one version of a card list into a later one. Topic <c>cards/delta</c>.</summary>
/// <param name="Site">The site.</param>
/// <param name="To">All terminals.</param>
/// <param name="Era">Of both versions.</param>
/// <param name="From">The version that it changes.</param>
/// <param name="Version">The version that comes of it.</param>
/// <param name="Watermarks">Of the new version, all of them.</param>
/// <param name="Changed">Cards that are new or other than before, whole.</param>
/// <param name="Removed">Cards that are gone.</param>
public sealed record ListDelta(
    SiteId Site,
    Addressee To,
    long Era,
    long From,
    long Version,
    ValueList<Watermark> Watermarks,
    ValueList<CardEntry> Changed,
    ValueList<CardToken> Removed) : ISignedMessage<ListDelta>
{
    /// <inheritdoc/>
    public static JwsType Type => JwsType.Delta;

    /// <inheritdoc/>
    public static JsonTypeInfo<ListDelta> Json => ContractJson.Default.ListDelta;

    /// <inheritdoc/>
    public string? Flaw() =>
        Era < 1 || From < 1 || Version <= From ? "era and from start at 1; version is above from"
        : Watermarks.Any(row => row.Epoch < 1 || row.Sequence < 0) ? "watermarks: epochs start at 1, sequences at 0"
        : null;
}
