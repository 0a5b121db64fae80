using CloudBridge.Storage;

namespace EdgeTerminal.Host;

/// <summary>A folder whose appends are timed: those of the journal, because nothing else is appended to.</summary>
internal sealed class MeasuredStorage(
    IStorage inner, TerminalMeter meter, TerminalTraces? traces, TimeProvider time) : IStorage
{
    public string Name => inner.Name;

    public long FreeBytes => inner.FreeBytes;

    public IReadOnlyList<string> List() => inner.List();

    public byte[] Read(string name, long offset = 0, int most = int.MaxValue) => inner.Read(name, offset, most);

    public bool Exists(string name) => inner.Exists(name);

    public void Replace(string name, ReadOnlySpan<byte> content) => inner.Replace(name, content);

    public void ReplaceSecret(string name, ReadOnlySpan<byte> content) => inner.ReplaceSecret(name, content);

    public void Write(string name, ReadOnlySpan<byte> content) => inner.Write(name, content);

    public void Sync(IReadOnlyCollection<string> names) => inner.Sync(names);

    public IAppendFile Append(string name) => new MeasuredFile(inner.Append(name), meter, traces, time);

    public void Delete(string name) => inner.Delete(name);

    private sealed class MeasuredFile(
        IAppendFile inner, TerminalMeter meter, TerminalTraces? traces, TimeProvider time) : IAppendFile
    {
        public long Length => inner.Length;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            var begun = time.GetTimestamp();
            inner.Write(bytes);
            meter.Wrote(time.GetElapsedTime(begun));
            traces?.Took("journal.write", begun);
        }

        public void WriteAgain(long offset) => inner.WriteAgain(offset);

        public void Sync()
        {
            var begun = time.GetTimestamp();
            try
            {
                inner.Sync();
            }
            finally
            {
                // A card that dies is slow first, and fails then: that one counts as well.
                meter.Synced(time.GetElapsedTime(begun));
                traces?.Took("journal.sync", begun);
            }
        }

        public void Truncate(long length) => inner.Truncate(length);

        public void Dispose() => inner.Dispose();
    }
}
