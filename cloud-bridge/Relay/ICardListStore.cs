using CloudBridge.Contract;

namespace CloudBridge.Relay;

/// <summary>Where complete card lists go.</summary>
public interface ICardListStore
{
    /// <summary>The latest list that is stored; null when there is none.</summary>
    ListVersion? Stored { get; }

    /// <summary>Is this chunk part of the stored list? Then it need not be fetched.</summary>
    bool HasChunk(Digest chunk);

    /// <summary>
    /// Stores a list durably, as one swap. Its chunks are those handed over and those of the stored list.
    /// </summary>
    /// <param name="manifest">Verified.</param>
    /// <param name="signed">The manifest as received.</param>
    /// <param name="fetched">Chunks by hash, compared.</param>
    /// <returns>Null when it is stored; else why not: it may be fetched again.</returns>
    string? Save(ListManifest manifest, ReadOnlyMemory<byte> signed, IReadOnlyDictionary<Digest, byte[]> fetched);
}
