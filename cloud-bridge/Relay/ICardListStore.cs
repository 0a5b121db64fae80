using CloudBridge.Contract;

namespace CloudBridge.Relay;

/// <summary>
/// Where card lists go: chunk by chunk as they come, then the manifest that makes a list of them, then what changes.
/// </summary>
public interface ICardListStore
{
    /// <summary>The latest list that is stored; null when there is none.</summary>
    ListVersion? Stored { get; }

    /// <summary>Its manifest, with the version and watermarks that came of changes; null when there is none.</summary>
    ListManifest? Manifest { get; }

    /// <summary>
    /// The manifest of the list that was last put to use; null when none was. What was stored since may yet be refused.
    /// </summary>
    ListManifest? InUse { get; }

    /// <summary>
    /// Why the list that is stored cannot be used, what it must have and lacks; null: it can, or there is none.
    /// </summary>
    string? Lack { get; }

    /// <summary>So much has changed since its chunks were fetched that later ones are worth their way.</summary>
    bool IsWorn { get; }

    /// <summary>The version whose chunks it has; null when there is none.</summary>
    ListVersion? Base { get; }

    /// <summary>Is this chunk here? Then it need not be fetched.</summary>
    bool HasChunk(Digest chunk);

    /// <summary>
    /// Keeps a chunk of a list that is being fetched, so that nobody has to hold a whole list in memory.
    /// </summary>
    /// <param name="chunk">Its hash, compared.</param>
    /// <param name="content">The chunk.</param>
    /// <returns>Null when it is kept; else why not: it may be fetched again.</returns>
    string? Keep(Digest chunk, ReadOnlySpan<byte> content);

    /// <summary>Makes the list that is stored into a later one, durably, as one swap.</summary>
    /// <param name="delta">Verified; it follows the list that is stored.</param>
    /// <returns>Null when it is stored; else why not.</returns>
    string? Apply(ListDelta delta);

    /// <summary>
    /// Makes the chunks that are here a list, durably, as one swap. Where the one that is stored is a later one of the
    /// same era it stays that, on these chunks.
    /// </summary>
    /// <param name="manifest">Verified.</param>
    /// <param name="signed">The manifest as received.</param>
    /// <returns>Null when it is stored; else why not: it may be tried again.</returns>
    string? Save(ListManifest manifest, ReadOnlyMemory<byte> signed);

    /// <summary>Puts away what no list needs any more; to be called now and then.</summary>
    void Tidy();
}
