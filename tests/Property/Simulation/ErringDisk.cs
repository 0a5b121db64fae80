using CloudBridge.Storage;

namespace Tests.Property.Simulation;

/// <summary>A way to a disk that says that it has synced a file, and has not, or that one is not there.</summary>
internal sealed class ErringDisk(IStorage disk, Func<string, bool> isSynced) : IStorage
{
    public string Name => disk.Name;

    /// <summary>A file that it does not find; null: it finds all.</summary>
    public string? Hidden { get; init; }

    public long FreeBytes => disk.FreeBytes;

    public IReadOnlyList<string> List() => disk.List();

    public byte[] Read(string name, long offset = 0, int most = int.MaxValue) => disk.Read(name, offset, most);

    public bool Exists(string name) => name != Hidden && disk.Exists(name);

    public void Replace(string name, ReadOnlySpan<byte> content) => disk.Replace(name, content);

    public void ReplaceSecret(string name, ReadOnlySpan<byte> content) => disk.ReplaceSecret(name, content);

    public void Write(string name, ReadOnlySpan<byte> content) => disk.Write(name, content);

    public void Sync(IReadOnlyCollection<string> names) => disk.Sync(names);

    public IAppendFile Append(string name) => new Handle(disk.Append(name), isSynced(name));

    public void Delete(string name) => disk.Delete(name);

    private sealed class Handle(IAppendFile file, bool isSynced) : IAppendFile
    {
        public long Length => file.Length;

        public void Write(ReadOnlySpan<byte> bytes) => file.Write(bytes);

        public void WriteAgain(long offset) => file.WriteAgain(offset);

        public void Sync()
        {
            if (isSynced)
                file.Sync();
        }

        public void Truncate(long length) => file.Truncate(length);

        public void Dispose() => file.Dispose();
    }
}
