using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary>The vault as a file.</summary>
internal sealed class Vault(IStorage storage) : IVault
{
    private const string FileName = "vault.jsonl";

    /// <inheritdoc/>
    public IReadOnlyDictionary<CardToken, VaultRow> Rows()
    {
        var rows = new Dictionary<CardToken, VaultRow>();
        if (!storage.Exists(FileName))
            return rows;
        ReadOnlySpan<byte> bytes = storage.Read(FileName);
        for (var number = 1; !bytes.IsEmpty; number++)
        {
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0 || !StrictJson.Read(bytes[..end], LedgerJson.Default.VaultRow).Succeeded(out var row, out _))
                throw new LedgerStoreException(
                    $"{FileName} in {storage.Name}, line {number}: expected a UID and a token.");
            rows[row.Card] = rows.TryGetValue(row.Card, out var before)
                ? row with { Number = row.Number ?? before.Number, Qr = row.Qr ?? before.Qr }
                : row;
            bytes = bytes[(end + 1)..];
        }
        return rows;
    }

    /// <inheritdoc/>
    public IReadOnlyList<VaultRow> Find(IReadOnlyCollection<string> numbers, IReadOnlyCollection<Guid> codes)
    {
        var (named, shown) = (numbers.ToHashSet(StringComparer.Ordinal), codes.ToHashSet());
        return
        [
            .. Rows().Values.Where(row =>
                row.Number is { } number && named.Contains(number) || row.Qr is { } qr && shown.Contains(qr)),
        ];
    }

    /// <inheritdoc/>
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
