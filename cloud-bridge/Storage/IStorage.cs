namespace CloudBridge.Storage;

/// <summary>
/// A folder of files, with the promises that the journal is built on. An interface, so that a disk that forgets, tears
/// and fails can take its place.
/// </summary>
/// <remarks>All failures are <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</remarks>
public interface IStorage
{
    /// <summary>What to call it in messages.</summary>
    string Name { get; }

    /// <summary>How many bytes more the disk takes.</summary>
    long FreeBytes { get; }

    /// <summary>Names of all files, in ordinal order.</summary>
    IReadOnlyList<string> List();

    /// <summary>A file's bytes from an offset on; fewer than asked for at its end.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    byte[] Read(string name, long offset = 0, int most = int.MaxValue);

    /// <summary>Is there such a file?</summary>
    bool Exists(string name);

    /// <summary>
    /// Makes a file of this content, or replaces one, as one durable step: all of the old or all of the new.
    /// </summary>
    void Replace(string name, ReadOnlySpan<byte> content);

    /// <summary>The same, and from then on nobody but its owner can read it, whoever could before.</summary>
    void ReplaceSecret(string name, ReadOnlySpan<byte> content);

    /// <summary>
    /// Makes a file of this content, or replaces one, without waiting for the disk: after a power cut it may be there,
    /// in part, or not at all, unless it was synced. For many files that count together.
    /// </summary>
    void Write(string name, ReadOnlySpan<byte> content);

    /// <summary>Returns when these files, with their names, are durable.</summary>
    void Sync(IReadOnlyCollection<string> names);

    /// <summary>Opens a file to append to; makes it, durably and empty, when there is none.</summary>
    IAppendFile Append(string name);

    /// <summary>Removes a file.</summary>
    void Delete(string name);
}
