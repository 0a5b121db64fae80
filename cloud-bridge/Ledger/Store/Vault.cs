using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary>
/// The only place that knows which UID a token stands for. Apart from the log, because a row that is deleted here is a
/// guest who is forgotten: the log goes on without knowing whom it is about.
/// </summary>
internal sealed class Vault(IStorage storage)
{
    private const string FileName = "vault.jsonl";

    /// <summary>All rows.</summary>
    /// <exception cref="LedgerStoreException">A line is not what it should be.</exception>
    public IReadOnlyDictionary<CardToken, string> Uids()
    {
        var uids = new Dictionary<CardToken, string>();
        if (!storage.Exists(FileName))
            return uids;
        ReadOnlySpan<byte> bytes = storage.Read(FileName);
        for (var number = 1; !bytes.IsEmpty; number++)
        {
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0 || !StrictJson.Read(bytes[..end], LedgerJson.Default.VaultRow).Succeeded(out var row, out _))
                throw new LedgerStoreException(
                    $"{FileName} in {storage.Name}, line {number}: expected a UID and a token.");
            uids[row.Card] = row.Uid;
            bytes = bytes[(end + 1)..];
        }
        return uids;
    }

    /// <summary>Adds rows, durably.</summary>
    public void Add(IEnumerable<VaultRow> rows)
    {
        using var lines = new MemoryStream();
        if (storage.Exists(FileName))
            lines.Write(storage.Read(FileName));
        foreach (var row in rows)
        {
            lines.Write(JsonSerializer.SerializeToUtf8Bytes(row, LedgerJson.Default.VaultRow));
            lines.WriteByte((byte)'\n');
        }
        storage.Replace(FileName, lines.GetBuffer().AsSpan(0, (int)lines.Length));
    }
}
