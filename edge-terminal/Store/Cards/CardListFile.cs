using System.Globalization;
using System.Text;
using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>
/// A card list as one file, so that version, watermark and cards change together: the signed manifest as one line, then
/// each chunk behind a line with its length.
/// </summary>
internal static class CardListFile
{
    private const int LongestLengthLine = 11;

    /// <summary>The file's bytes.</summary>
    public static ReadOnlyMemory<byte> Write(
        ReadOnlyMemory<byte> signedManifest, IReadOnlyCollection<byte[]> chunks)
    {
        // Room for all of it at once: a stream that grows leaves several times the list behind on the heap.
        using var file = new MemoryStream(
            signedManifest.Length + 1 + chunks.Sum(chunk => LongestLengthLine + chunk.Length));
        file.Write(signedManifest.Span);
        file.WriteByte((byte)'\n');
        foreach (var chunk in chunks)
        {
            file.Write(Encoding.ASCII.GetBytes(chunk.Length.ToString(CultureInfo.InvariantCulture) + "\n"));
            file.Write(chunk);
        }
        return file.GetBuffer().AsMemory(0, (int)file.Length);
    }

    /// <summary>Reads it, and checks all that it says: signature, hashes, every card.</summary>
    public static Reading<CardList> Read(ReadOnlyMemory<byte> file, IKeyRing ledgerKeys, SiteId site)
    {
        var end = file.Span.IndexOf((byte)'\n');
        if (end < 0)
            return Bad("no manifest");
        var signedManifest = file[..end];
        if (!SignedMessage.Read<ListManifest>(signedManifest, ledgerKeys, site, Addressee.Terminals)
            .Succeeded(out var manifest, out var error))
            return error;
        var chunks = new Dictionary<Digest, byte[]>();
        var rest = file[(end + 1)..];
        foreach (var digest in manifest.Chunks)
        {
            if (!TryTake(ref rest, out var chunk))
                return Bad("a chunk is cut short");
            if (Digest.Of(chunk) != digest)
                return Bad("a chunk does not have its hash");
            chunks[digest] = chunk;
        }
        return rest.IsEmpty ? CardList.Of(manifest, signedManifest, chunks) : Bad("bytes after the last chunk");
    }

    private static bool TryTake(ref ReadOnlyMemory<byte> rest, out byte[] chunk)
    {
        chunk = [];
        var end = rest.Span.IndexOf((byte)'\n');
        if (end < 0 ||
            !int.TryParse(rest.Span[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var length) ||
            rest.Length - end - 1 < length)
            return false;
        chunk = rest.Slice(end + 1, length).ToArray();
        rest = rest[(end + 1 + length)..];
        return true;
    }

    private static FormatError Bad(string detail) => new(FormatErrorKind.BadContent, detail);
}
