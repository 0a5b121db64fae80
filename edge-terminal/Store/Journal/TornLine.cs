using System.Globalization;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>
/// What a power cut left of a line: kept aside under the name of the record that comes instead, then cut off. The file
/// outlives a second cut before that record is written, so that the record still says it.
/// </summary>
internal static class TornLine
{
    public static TornTail? Settle(
        IStorage storage, JournalSegment? segment, ReadOnlyMemory<byte> torn, RecordPosition next)
    {
        var aside = string.Create(CultureInfo.InvariantCulture, $"torn-{next.Epoch:D10}-{next.Sequence:D12}.bin");
        byte[] kept = storage.Exists(aside) ? storage.Read(aside) : [];
        if (!torn.IsEmpty)
        {
            // Where it is kept already, the power went before it was cut off.
            if (!kept.AsSpan().EndsWith(torn.Span))
                storage.Replace(aside, kept = [.. kept, .. torn.Span]);
            using var file = storage.Append(segment!.Name);
            file.Truncate(file.Length - torn.Length);
            file.Sync();
        }
        return kept.Length == 0 ? null : new TornTail(kept.Length, Digest.Of(kept));
    }
}
