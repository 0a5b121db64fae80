using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>
/// Changes that make one version of a card list into a later one. Cards stand there as they are afterwards, so it makes
/// the same of each version between the two. Topic <c>cards/delta</c>.
/// </summary>
/// <param name="Site">The site.</param>
/// <param name="To">All terminals.</param>
/// <param name="Era">Of both versions.</param>
/// <param name="From">The earliest version that it changes.</param>
/// <param name="Version">The version that comes of it.</param>
/// <param name="Cards">How many cards there are then.</param>
/// <param name="Watermarks">Rows that are new or other than before.</param>
/// <param name="Changed">Cards that are new or other than before, whole.</param>
/// <param name="Removed">Cards that are gone.</param>
/// <param name="Keys">As in a <see cref="ListManifest"/>.</param>
/// <param name="History">Of both versions, as in a <see cref="ListManifest"/>.</param>
/// <param name="Awaited">
/// There is more in it, or may be, than what guests have spent: somebody may stand and wait for that.
/// </param>
public sealed record ListDelta(
    SiteId Site,
    Addressee To,
    long Era,
    long From,
    long Version,
    long Cards,
    ValueList<Watermark> Watermarks,
    ValueList<CardEntry> Changed,
    ValueList<CardToken> Removed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Keys = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Nonce? History = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Awaited = false)
    : ISignedMessage<ListDelta>
{
    /// <inheritdoc/>
    public static JwsType Type => JwsType.Delta;

    /// <inheritdoc/>
    public static JsonTypeInfo<ListDelta> Json => ContractJson.Default.ListDelta;

    /// <summary>What comes of it.</summary>
    public ListVersion List() => new(Era, Version);

    /// <summary>Does it make that list into its own?</summary>
    public bool Follows(ListManifest list) =>
        list.Era == Era && list.History == History && list.Version >= From && list.Version < Version;

    /// <inheritdoc/>
    public string? Flaw() =>
        Era < 1 || From < 1 || Version <= From ? "era and from start at 1; version is above from"
        : Cards < 0 || Keys < 0 ? "cards and keys start at 0"
        : Watermarks.Any(row => row.Epoch < 1 || row.Sequence < 0) ? "watermarks: epochs start at 1, sequences at 0"
        : Changed.Any(card => !CounterReading.IsPossible(card.Counter ?? 0)) ? "a counter that no card has"
        : null;
}
