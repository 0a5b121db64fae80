using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>
/// The head of a card list. Watermark and balances are of one snapshot. The cards follow in chunks, each named by its
/// hash; chunk <c>i</c> of <c>n</c> (a power of two) has the cards whose token's highest bits are <c>i</c>, so that a
/// change changes one chunk only. What changes later comes as <see cref="ListDelta"/>s. Topic <c>cards/list</c>,
/// retained.
/// </summary>
/// <param name="Site">The site.</param>
/// <param name="To">All terminals.</param>
/// <param name="Era">From 1.</param>
/// <param name="Version">From 1, rising within an era.</param>
/// <param name="Watermarks">One row a terminal and epoch that the ledger has records of.</param>
/// <param name="Cards">How many cards there are.</param>
/// <param name="Chunks">SHA-256 of each chunk as its topic carries it, packed or not, in order.</param>
/// <param name="Keys">
/// The version of the site's <see cref="KeysMessage"/> that it goes with: an earlier one names keys that count no more.
/// 0: there is none.
/// </param>
/// <param name="Since">
/// The earliest version of this era that the ledger could say the changes since, when it said this. 0: it does not say.
/// </param>
/// <param name="Packing">How chunks are packed: <see cref="CardChunks.Packing"/>; null: they are not.</param>
/// <param name="History">
/// Drawn anew whenever a ledger begins to count what changes: two versions of one number, of a ledger and of one that
/// was restored from its backup, or of two that both take themselves for the only one, differ in it. Null: it does not
/// say.
/// </param>
public sealed record ListManifest(
    SiteId Site,
    Addressee To,
    long Era,
    long Version,
    ValueList<Watermark> Watermarks,
    long Cards,
    ValueList<Digest> Chunks,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Keys = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Since = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Packing = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Nonce? History = null)
    : ISignedMessage<ListManifest>
{
    /// <inheritdoc/>
    public static JwsType Type => JwsType.List;

    /// <inheritdoc/>
    public static JsonTypeInfo<ListManifest> Json => ContractJson.Default.ListManifest;

    /// <summary>Era and version together.</summary>
    public ListVersion List() => new(Era, Version);

    /// <summary>How far a terminal's records are in the balances, epoch by epoch.</summary>
    public EpochMarks WatermarksOf(TerminalId terminal) =>
        EpochMarks.Of(Watermarks.Where(row => row.Terminal == terminal).Select(row => row.Position()));

    /// <inheritdoc/>
    public string? Flaw() =>
        Era < 1 || Version < 1 || Cards < 0 || Keys < 0 || Since < 0
            ? "era and version start at 1, cards, keys and since at 0"
        : Watermarks.Any(row => row.Epoch < 1 || row.Sequence < 0) ? "watermarks: epochs start at 1, sequences at 0"
        : Packing is not (null or CardChunks.Packing) ? "chunks that are packed in a way that this build does not know"
        : Chunks.Count == 0 || !int.IsPow2(Chunks.Count) ? $"{Chunks.Count} chunks; expected a power of two"
        : null;
}
