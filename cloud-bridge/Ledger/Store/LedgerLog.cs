using CloudBridge.Contract;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary>
/// The embedded store's file: lines that are only ever appended, and synced before anybody is told. What a crash leaves
/// after the last newline was never told to anybody, and is cut off by the next writer.
/// </summary>
internal sealed class LedgerLog(IStorage storage)
{
    private const string FileName = "ledger.log";

    private long offset;
    private long number;

    /// <summary>Entries that were appended since the last call, by whichever process.</summary>
    /// <exception cref="LedgerStoreException">A line is not what it should be.</exception>
    public IReadOnlyList<LedgerEntry> ReadNew()
    {
        if (!storage.Exists(FileName))
            return [];
        var entries = new List<LedgerEntry>();
        ReadOnlySpan<byte> bytes = storage.Read(FileName, offset);
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            if (!LogLine.Read(bytes[..end], number + 1).Succeeded(out var entry, out var error))
                throw new LedgerStoreException(
                    $"{FileName} in {storage.Name}, line {number + 1}: {error.Detail}. " +
                    "Stop the ledger and restore the file from a backup; terminals send again what came after it.");
            entries.Add(entry);
            number++;
            offset += end + 1;
            bytes = bytes[(end + 1)..];
        }
        return entries;
    }

    /// <summary>Makes entries durable. Only under the store's lock, after <see cref="ReadNew"/>.</summary>
    /// <exception cref="IOException">They may or may not be stored.</exception>
    public void Append(IReadOnlyList<LedgerEntry> entries)
    {
        using var file = storage.Append(FileName);
        if (file.Length > offset)
            file.Truncate(offset);
        using var lines = new MemoryStream();
        foreach (var entry in entries)
            lines.Write(LogLine.Write(++number, entry));
        file.Write(lines.GetBuffer().AsSpan(0, (int)lines.Length));
        file.Sync();
        offset = file.Length;
    }
}
