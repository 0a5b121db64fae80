using CloudBridge.Storage;

namespace Tests.PowerCuts;

/// <summary>
/// The planted bug: a storage that answers before anything is durable. Whatever claims to notice a missing fsync must
/// notice this.
/// </summary>
internal sealed class UnsyncedStorage(IStorage inner) : IStorage
{
    public string Name => inner.Name;

    public long FreeBytes => inner.FreeBytes;

    public IReadOnlyList<string> List() => inner.List();

    public byte[] Read(string name, long offset = 0, int most = int.MaxValue) => inner.Read(name, offset, most);

    public bool Exists(string name) => inner.Exists(name);

    public void Replace(string name, ReadOnlySpan<byte> content) => inner.Replace(name, content);

    public void ReplaceSecret(string name, ReadOnlySpan<byte> content) => inner.ReplaceSecret(name, content);

    public void Write(string name, ReadOnlySpan<byte> content) => inner.Write(name, content);

    public void Sync(IReadOnlyCollection<string> names)
    {
    }

    public IAppendFile Append(string name) => new UnsyncedFile(inner.Append(name));

    public void Delete(string name) => inner.Delete(name);

    private sealed class UnsyncedFile(IAppendFile inner) : IAppendFile
    {
        public long Length => inner.Length;

        public void Write(ReadOnlySpan<byte> bytes) => inner.Write(bytes);

        public void WriteAgain(long offset) => inner.WriteAgain(offset);

        public void Sync()
        {
        }

        public void Truncate(long length) => inner.Truncate(length);

        public void Dispose() => inner.Dispose();
    }
}
