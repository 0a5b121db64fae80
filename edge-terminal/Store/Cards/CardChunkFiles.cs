using System.Globalization;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>
/// Chunks of card lists as files, each named by the SHA-256 of what is in it (as <c>sha256sum</c> prints it). A chunk
/// never changes; it is believed only after its hash was compared.
/// </summary>
internal sealed class CardChunkFiles(IStorage storage)
{
    private const string Extension = ".chunk";
    private const string AsideName = "chunk.damaged";

    private readonly HashSet<Digest> unsynced = [];

    /// <summary>Writes one; it is durable once it was taken to be synced, and was.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(Digest chunk, ReadOnlySpan<byte> content)
    {
        storage.Write(NameOf(chunk), content);
        unsynced.Add(chunk);
    }

    /// <summary>
    /// What was written since it was asked last. Each is synced once: after a sync that failed another would lie
    /// (fsync(2), EIO), until it is written anew.
    /// </summary>
    public IReadOnlyList<Digest> TakeUnsynced()
    {
        List<Digest> taken = [.. unsynced];
        unsynced.Clear();
        return taken;
    }

    /// <summary>Makes these durable.</summary>
    /// <returns>But for these: their files are gone, and nothing that waits for them would ever end.</returns>
    /// <exception cref="IOException">It cannot be said of any of them.</exception>
    public IReadOnlyList<Digest> Sync(IReadOnlyList<Digest> chunks)
    {
        var there = chunks.Where(chunk => storage.Exists(NameOf(chunk))).ToList();
        if (there.Count > 0)
            storage.Sync([.. there.Select(NameOf)]);
        return [.. chunks.Except(there)];
    }

    /// <summary>
    /// Reads one. A file that has not the hash of its name is moved aside; the last of those is kept.
    /// </summary>
    public Reading<byte[]> Read(Digest chunk)
    {
        var name = NameOf(chunk);
        try
        {
            if (!storage.Exists(name))
                return Missing(name);
            var content = storage.Read(name);
            if (Digest.Of(content) == chunk)
                return content;
            storage.Replace(AsideName, content);
            storage.Delete(name);
            return Bad($"{name} does not have its hash; it is kept as {AsideName}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Bad($"cannot read {name} in {storage.Name}: {failure.Message}");
        }
    }

    /// <summary>Reads one and leaves it as it is.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Reading<byte[]> Look(IStorage storage, Digest chunk)
    {
        var name = NameOf(chunk);
        if (!storage.Exists(name))
            return Missing(name);
        var content = storage.Read(name);
        return Digest.Of(content) == chunk ? content : Bad($"{name} does not have its hash");
    }

    /// <summary>Deletes these, as far as they are there.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Delete(IEnumerable<Digest> chunks)
    {
        foreach (var name in chunks.Select(NameOf).Where(storage.Exists))
            storage.Delete(name);
    }

    /// <summary>Deletes all but these.</summary>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public void Retain(IEnumerable<Digest> chunks)
    {
        var kept = chunks.Select(NameOf).ToHashSet();
        foreach (var name in storage.List())
            if (name.EndsWith(Extension, StringComparison.Ordinal) && !kept.Contains(name))
                storage.Delete(name);
    }

    private static string NameOf(Digest chunk) =>
        string.Create(CultureInfo.InvariantCulture, $"{chunk.High:x32}{chunk.Low:x32}{Extension}");

    private static FormatError Missing(string name) => Bad($"{name} is missing");

    private static FormatError Bad(string detail) => new(FormatErrorKind.BadContent, detail);
}
