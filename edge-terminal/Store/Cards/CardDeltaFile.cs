using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>
/// What has changed since a list's chunks, a line a differential, in a file that is named by the manifest's hash: it
/// counts with that manifest and no other. Each line begins with a hash over itself and the hash of the line before, so
/// what is torn or rotten ends it; what is lost of it is asked for again. Where it was written anew, several lines are
/// one step: each but the last of them says that more belongs to it, and without its last none of them counts.
/// </summary>
internal sealed class CardDeltaFile : IDisposable
{
    private const string Extension = ".deltas";
    private const int AtOnce = 1024 * 1024;

    /// <summary>In base64url, and what stands behind it.</summary>
    private const int HashLength = 44;

    /// <summary>Behind the hash of a line that ends a step.</summary>
    private const byte Ends = (byte)' ';

    /// <summary>Behind the hash of a line to whose step the next belongs as well.</summary>
    private const byte GoesOn = (byte)'+';

    private readonly IStorage storage;
    private readonly Digest manifest;
    private readonly string name;
    private Digest last;
    private IAppendFile? file;
    private bool isDoubtful;

    /// <param name="storage">Where the manifest is.</param>
    /// <param name="manifest">Its hash.</param>
    public CardDeltaFile(IStorage storage, Digest manifest)
    {
        (this.storage, this.manifest, last) = (storage, manifest, manifest);
        name = string.Create(CultureInfo.InvariantCulture, $"{manifest.High:x32}{manifest.Low:x32}{Extension}");
    }

    /// <summary>Bytes in it.</summary>
    public long Length { get; private set; }

    /// <summary>Reads it, to the end of what is good and can be read.</summary>
    public IEnumerable<ListDelta> Read()
    {
        var (step, hash, length) = (new List<ListDelta>(), last, Length);
        foreach (var line in Lines())
        {
            if (LineIn(line, hash) is not { } read)
            {
                isDoubtful = true;
                yield break;
            }
            step.Add(read.Delta);
            (hash, length) = (read.Hash, length + line.Length + 1);
            if (line[HashLength - 1] == GoesOn)
                continue;
            (last, Length) = (hash, length);
            foreach (var delta in step)
                yield return delta;
            step.Clear();
        }
        isDoubtful |= step.Count > 0;
    }

    /// <summary>Adds a differential, durably.</summary>
    /// <param name="delta">It.</param>
    /// <param name="all">What the whole file comes to then; read only where it is written anew.</param>
    /// <exception cref="IOException">It may be there or not: it is written anew with the next.</exception>
    public void Append(ListDelta delta, Func<IEnumerable<ListDelta>> all)
    {
        if (isDoubtful)
        {
            Write(all());
            return;
        }
        isDoubtful = true;
        file ??= storage.Append(name);
        var (line, hash) = LineOf(last, delta, Ends);
        file.Write(line);
        file.Sync();
        (last, Length, isDoubtful) = (hash, Length + line.Length, false);
    }

    /// <summary>Writes it anew, durably, as one step.</summary>
    /// <param name="all">What it comes to; not nothing.</param>
    /// <exception cref="IOException">It is as it was, or it is written anew with the next.</exception>
    public void Write(IEnumerable<ListDelta> all)
    {
        file?.Dispose();
        file = null;
        var content = new ArrayBufferWriter<byte>();
        var hash = manifest;
        var deltas = all.ToList();
        foreach (var (index, delta) in deltas.Index())
        {
            (var line, hash) = LineOf(hash, delta, index == deltas.Count - 1 ? Ends : GoesOn);
            content.Write(line);
        }
        var wasDoubtful = isDoubtful;
        isDoubtful = true;
        try
        {
            storage.Replace(name, content.WrittenSpan);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            isDoubtful = wasDoubtful || !IsAsItWas();
            throw;
        }
        (last, Length, isDoubtful) = (hash, content.WrittenCount, false);
    }

    /// <summary>Deletes all such files but this one.</summary>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public void DeleteOthers()
    {
        foreach (var other in storage.List())
            if (other.EndsWith(Extension, StringComparison.Ordinal) && other != name)
                storage.Delete(other);
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    /// <summary>Without their newlines; what has none is torn.</summary>
    private IEnumerable<byte[]> Lines()
    {
        var rest = Array.Empty<byte>();
        for (long offset = 0; Piece(offset) is { Length: > 0 } bytes; offset += bytes.Length)
        {
            byte[] content = [.. rest, .. bytes];
            var begin = 0;
            for (int end; (end = Array.IndexOf(content, (byte)'\n', begin)) >= 0; begin = end + 1)
                yield return content[begin..end];
            rest = content[begin..];
        }
        isDoubtful |= rest.Length > 0;
    }

    /// <summary>What cannot be read ends it like what is rotten: the terminal goes on with what it has.</summary>
    private byte[] Piece(long offset)
    {
        try
        {
            return offset > 0 || storage.Exists(name) ? storage.Read(name, offset, AtOnce) : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            isDoubtful = true;
            return [];
        }
    }

    /// <summary>Whether a file that was not replaced was: its folder may not have been synced.</summary>
    private bool IsAsItWas()
    {
        using var found = new CardDeltaFile(storage, manifest);
        foreach (var _ in found.Read())
        {
            // Only where it ends matters.
        }
        return !found.isDoubtful && found.last == last && found.Length == Length;
    }

    /// <returns>Null: it is rotten, or does not follow.</returns>
    private static (ListDelta Delta, Digest Hash)? LineIn(byte[] line, Digest before)
    {
        if (line.Length < HashLength || line[HashLength - 1] is not (Ends or GoesOn))
            return null;
        var hash = HashOf(before, line.AsSpan(HashLength - 1));
        return line.AsSpan().StartsWith(Begin(hash)) &&
            StrictJson.Read(line.AsSpan(HashLength), ListDelta.Json).Succeeded(out var delta, out _)
                ? (delta, hash)
                : null;
    }

    private static (byte[] Line, Digest Hash) LineOf(Digest before, ListDelta delta, byte mark)
    {
        byte[] said = [mark, .. JsonSerializer.SerializeToUtf8Bytes(delta, ListDelta.Json)];
        var hash = HashOf(before, said);
        return ([.. Begin(hash), .. said, (byte)'\n'], hash);
    }

    /// <param name="before">Of the line before.</param>
    /// <param name="said">What stands behind the hash.</param>
    private static Digest HashOf(Digest before, ReadOnlySpan<byte> said) => Digest.Of([.. Begin(before), .. said]);

    private static byte[] Begin(Digest hash) => Encoding.ASCII.GetBytes(hash.ToString());
}
