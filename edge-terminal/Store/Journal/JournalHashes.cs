using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>
/// The hashes that acks are compared with. Acks go forward through the journal, so it has a cursor of its own; and they
/// repeat themselves, so the last answer of each epoch is kept.
/// </summary>
internal sealed class JournalHashes(IStorage storage)
{
    private readonly JournalLines lines = new(storage);
    private readonly Dictionary<long, (RecordPosition Position, Digest Hash)> last = [];

    /// <summary>The hash of one record; null when it is not here any more.</summary>
    public Digest? Of(JournalExtent extent, RecordPosition position)
    {
        if (last.TryGetValue(position.Epoch, out var known) && known.Position == position)
            return known.Hash;
        var batch = lines.Read(extent, position.Before(), mostBytes: 1);
        if (batch.Last != position ||
            !Jws.OpenUnverified(JwsType.Record, batch.Lines[..^1]).Succeeded(out var signed, out _))
            return null;
        last[position.Epoch] = (position, signed.Hash());
        return signed.Hash();
    }
}
