using Microsoft.Win32.SafeHandles;

namespace CloudBridge.Storage;

/// <summary>
/// A folder on disk. Files are made for their owner only; who replaces one leaves it whose it was, and as readable.
/// </summary>
public sealed class FolderStorage : IStorage
{
    /// <summary>At the end of a name: what is not whole yet, and was left where the power went.</summary>
    public const string Unfinished = ".new";

    private const int PieceBytes = 256 * 1024;

    /// <summary>Who may read and write; who may run it is not handed on.</summary>
    private const UnixFileMode Permissions =
        OwnerOnlyFile.Mode | UnixFileMode.GroupRead | UnixFileMode.GroupWrite |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly string folder;
    private readonly Action<string> syncFolder;

    /// <param name="folder">Made when it is not there.</param>
    public FolderStorage(string folder) : this(folder, DirectorySync.Run)
    {
    }

    internal FolderStorage(string folder, Action<string> syncFolder)
    {
        (this.folder, this.syncFolder) = (Path.GetFullPath(folder), syncFolder);
        Make(this.folder);
        SettleWhatIsFound();
    }

    /// <inheritdoc/>
    public string Name => folder;

    /// <inheritdoc/>
    public long FreeBytes => new DriveInfo(folder).AvailableFreeSpace;

    /// <summary>
    /// Makes a folder, durably and for its owner only; one that is there stays as it is. What root makes within
    /// another's folder is the other's, as files are.
    /// </summary>
    public static void Make(string folder)
    {
        if (Directory.Exists(folder))
            return;
        var full = Path.GetFullPath(folder);
        if (Path.GetDirectoryName(full) is { } parent)
            Make(parent);
        Directory.CreateDirectory(full, OwnerOnlyFile.Mode | UnixFileMode.UserExecute);
        if (Environment.IsPrivilegedProcess && Path.GetDirectoryName(full) is { } within &&
            FileOwner.TryOf(within) is { } owner && FileOwner.TryOf(full) != owner)
            owner.TryTake(full);
        DirectorySync.Run(Path.GetDirectoryName(full) ?? full);
    }

    /// <summary>May this process make and remove files there? Nobody may on a read-only file system.</summary>
    public static bool IsWritable(string folder) => DirectorySync.IsAllowed(folder);

    /// <inheritdoc/>
    public IReadOnlyList<string> List() =>
        [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public bool Exists(string name) => File.Exists(PathOf(name));

    /// <inheritdoc/>
    public byte[] Read(string name, long offset = 0, int most = int.MaxValue)
    {
        using var handle = File.OpenHandle(PathOf(name), options: FileOptions.None);
        var length = Math.Clamp(RandomAccess.GetLength(handle) - offset, 0, Math.Min(most, Array.MaxLength));
        var bytes = new byte[length];
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(read), offset + read) is > 0 and var more)
            read += more;
        return read == bytes.Length ? bytes : bytes[..read];
    }

    /// <inheritdoc/>
    public void Replace(string name, ReadOnlySpan<byte> content) => Replace(name, content, isSecret: false);

    /// <inheritdoc/>
    public void ReplaceSecret(string name, ReadOnlySpan<byte> content) => Replace(name, content, isSecret: true);

    private void Replace(string name, ReadOnlySpan<byte> content, bool isSecret)
    {
        var path = PathOf(name);
        // Whoever may write here could have put a link to somebody else's file in its place.
        File.Delete(path + Unfinished);
        using (var handle = OpenAnd(path + Unfinished, FileMode.Open, handle => handle))
        {
            Inherit(path, handle);
            if (isSecret)
                File.SetUnixFileMode(handle, OwnerOnlyFile.Mode);
            RandomAccess.Write(handle, content, 0);
            FileSync.Run(handle);
        }
        File.Move(path + Unfinished, path, overwrite: true);
        syncFolder(folder);
    }

    /// <inheritdoc/>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        using var handle = OpenAnd(PathOf(name), FileMode.Create, handle => handle);
        RandomAccess.Write(handle, content, 0);
    }

    /// <inheritdoc/>
    public void Sync(IReadOnlyCollection<string> names)
    {
        foreach (var name in names)
        {
            using var handle = File.OpenHandle(PathOf(name), FileMode.Open, FileAccess.ReadWrite);
            FileSync.Run(handle);
        }
        syncFolder(folder);
    }

    /// <inheritdoc/>
    public IAppendFile Append(string name)
    {
        var path = PathOf(name);
        var isNew = !File.Exists(path);
        return OpenAnd(path, FileMode.OpenOrCreate, handle =>
        {
            if (isNew)
                syncFolder(folder);
            return new AppendFile(handle);
        });
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        File.Delete(PathOf(name));
        syncFolder(folder);
    }

    /// <summary>
    /// Whoever made a file, or this folder, may have been killed before the sync. Only who may write here relies on it;
    /// a copy on a read-only disk is just read.
    /// </summary>
    private void SettleWhatIsFound()
    {
        foreach (var path in new[] { Path.GetDirectoryName(folder), folder })
            if (path is not null && DirectorySync.IsAllowed(path))
                syncFolder(path);
    }

    /// <summary>
    /// Root works in folders of others, who have to read there afterwards: a mosquitto that cannot read its file of
    /// rights lets everybody do everything.
    /// </summary>
    /// <exception cref="IOException">The file would be another's than before.</exception>
    private void Inherit(string path, SafeFileHandle made)
    {
        var isThere = File.Exists(path);
        if (Environment.IsPrivilegedProcess && FileOwner.TryOf(isThere ? path : folder) is { } owner &&
            FileOwner.TryOf(path + Unfinished) != owner && !owner.TryTake(made) && isThere)
            throw new IOException($"Cannot leave '{path}' with its owner: user {owner.User}, group {owner.Group}.");
        if (isThere)
            File.SetUnixFileMode(made, File.GetUnixFileMode(path) & Permissions);
    }

    private static T OpenAnd<T>(string path, FileMode mode, Func<SafeFileHandle, T> go)
    {
        if (!File.Exists(path))
            OwnerOnlyFile.Create(path).Dispose();
        var handle = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            File.SetUnixFileMode(handle, OwnerOnlyFile.Mode);
            return go(handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private sealed class AppendFile(SafeFileHandle handle) : IAppendFile
    {
        public long Length { get; private set; } = RandomAccess.GetLength(handle);

        public void Write(ReadOnlySpan<byte> bytes)
        {
            RandomAccess.Write(handle, bytes, Length);
            Length += bytes.Length;
        }

        public void WriteAgain(long offset)
        {
            var piece = new byte[(int)Math.Clamp(Length - offset, 0, PieceBytes)];
            for (int read; (read = RandomAccess.Read(handle, piece, offset)) > 0; offset += read)
                RandomAccess.Write(handle, piece.AsSpan(0, read), offset);
        }

        public void Sync() => FileSync.Run(handle);

        public void Truncate(long length)
        {
            RandomAccess.SetLength(handle, length);
            Length = length;
        }

        public void Dispose() => handle.Dispose();
    }
}
