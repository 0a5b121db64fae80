using System.Runtime.InteropServices;
using CloudBridge.Storage;

namespace Tests.Support;

/// <summary>
/// A disk in memory that forgets what was not synced, tears the last write at any byte, fills up and fails. What it
/// keeps over a power cut is what a real one must keep, and nothing more: what a sync that failed did not write can be
/// read, and no later sync makes it durable unless it was written again. For one thread.
/// </summary>
public sealed class ForgetfulDisk : IStorage
{
    private readonly SortedDictionary<string, DiskFile> files = new(StringComparer.Ordinal);

    public string Name => "a forgetful disk";

    /// <summary>What was done, in order: <c>write NAME BYTES</c>, <c>sync NAME</c>, <c>replace NAME</c> …</summary>
    public List<string> Log { get; } = [];

    /// <summary>A long run keeps no log.</summary>
    public bool KeepsLog { get; init; } = true;

    /// <summary>Called after each step of the log: the power may go there.</summary>
    public Action? Stepped { get; set; }

    /// <summary>Called with the name of a file that is durable now as it is.</summary>
    public Action<string>? Synced { get; set; }

    /// <summary>Called before a file is cut back: its name, and the bytes that stay.</summary>
    public Action<string, long>? Truncated { get; set; }

    /// <summary>Files that nobody but their owner can read.</summary>
    public SortedSet<string> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>Bytes that were read.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Bytes that can still be written before the disk is full.</summary>
    public long Room { get; set; } = long.MaxValue;

    public long FreeBytes => Room;

    /// <summary>The next sync fails.</summary>
    public bool FailNextSync { get; set; }

    /// <summary>Files of which nothing can be read; null: all can.</summary>
    public Func<string, bool>? Unreadable { get; set; }

    public IReadOnlyList<string> List() => [.. files.Keys];

    public bool Exists(string name) => files.ContainsKey(name);

    public byte[] Read(string name, long offset = 0, int most = int.MaxValue)
    {
        if (Unreadable?.Invoke(name) == true)
            throw new IOException("Input/output error");
        var bytes = CollectionsMarshal.AsSpan(File(name).Written);
        var start = (int)Math.Min(offset, bytes.Length);
        var length = Math.Min(most, bytes.Length - start);
        BytesRead += length;
        return bytes.Slice(start, length).ToArray();
    }

    public void Replace(string name, ReadOnlySpan<byte> content)
    {
        Note($"replace {name}");
        if (Take(content.Length) < content.Length)
            throw new IOException("No space left on device");
        files[name] = DiskFile.Of([.. content]);
        Stepped?.Invoke();
    }

    public void ReplaceSecret(string name, ReadOnlySpan<byte> content)
    {
        Secrets.Add(name);
        Replace(name, content);
    }

    public void Write(string name, ReadOnlySpan<byte> content)
    {
        Note($"write {name} {content.Length}");
        var fits = Take(content.Length);
        files[name] = DiskFile.Unsynced([.. content[..fits]]);
        Stepped?.Invoke();
        if (fits < content.Length)
            throw new IOException("No space left on device");
    }

    public void Sync(IReadOnlyCollection<string> names)
    {
        foreach (var name in names)
        {
            Note($"sync {name}");
            Sync(File(name));
            Synced?.Invoke(name);
            Stepped?.Invoke();
        }
        Note("sync folder");
        foreach (var file in files.Values)
            file.IsNamed = true;
        Stepped?.Invoke();
    }

    public IAppendFile Append(string name)
    {
        if (!files.ContainsKey(name))
        {
            Note($"create {name}");
            files[name] = new DiskFile();
            Stepped?.Invoke();
        }
        return new Handle(this, name);
    }

    public void Delete(string name)
    {
        Note($"delete {name}");
        files.Remove(name);
        Stepped?.Invoke();
    }

    /// <summary>The disk as it is after a power cut.</summary>
    /// <param name="torn">So many bytes that were written and not synced are there all the same.</param>
    public ForgetfulDisk AfterPowerCut(int torn = 0)
    {
        var disk = new ForgetfulDisk { KeepsLog = KeepsLog };
        foreach (var (name, file) in files.Where(row => row.Value.IsNamed || torn > 0))
            disk.files[name] = DiskFile.Of(file.AfterPowerCut(torn));
        return disk;
    }

    /// <summary>Turns one bit of one byte over, as age does.</summary>
    public void Rot(string name, int offset, int bit = 0) => File(name).Written[offset] ^= (byte)(1 << bit);

    private void Note(string step)
    {
        if (KeepsLog)
            Log.Add(step);
    }

    private void Sync(DiskFile file)
    {
        if (!FailNextSync)
        {
            file.Sync();
            return;
        }
        FailNextSync = false;
        file.FailSync();
        throw new IOException("Input/output error");
    }

    private DiskFile File(string name) =>
        files.TryGetValue(name, out var file) ? file : throw new FileNotFoundException($"no file {name}", name);

    /// <returns>How many of these bytes there is room for.</returns>
    private int Take(int wanted)
    {
        var taken = (int)Math.Min(wanted, Room);
        Room -= taken;
        return taken;
    }

    private sealed class DiskFile
    {
        /// <summary>Bytes that a sync which failed has not written: readable, clean, and on no disk.</summary>
        private readonly HashSet<int> lost = [];
        private byte[] cutOff = [];
        private int durable;

        public List<byte> Written { get; private init; } = [];

        /// <summary>The directory is durable with this file in it.</summary>
        public bool IsNamed { get; set; } = true;

        public static DiskFile Of(List<byte> content) => new() { Written = content, durable = content.Count };

        public static DiskFile Unsynced(List<byte> content) => new() { Written = content, IsNamed = false };

        public void Sync()
        {
            (durable, cutOff) = (Written.Count, []);
            while (lost.Contains(durable - 1))
                durable--;
        }

        public void FailSync() => lost.UnionWith(Enumerable.Range(durable, Written.Count - durable));

        public void WriteAgain(int offset) => lost.RemoveWhere(index => index >= offset);

        /// <summary>What was durable behind the cut stays so until the cut is synced.</summary>
        public void Truncate(int length)
        {
            if (length < durable)
                (durable, cutOff) = (length, [.. Written[length..durable], .. cutOff]);
            Written.RemoveRange(length, Written.Count - length);
            lost.RemoveWhere(index => index >= length);
        }

        public List<byte> AfterPowerCut(int torn)
        {
            var unsynced = Written[durable..Math.Min(Written.Count, durable + torn)];
            var synced = Written[..durable];
            foreach (var index in lost.Where(index => index < durable))
                synced[index] = 0;
            return [.. synced, .. unsynced, .. cutOff.Skip(unsynced.Count)];
        }
    }

    private sealed class Handle(ForgetfulDisk disk, string name) : IAppendFile
    {
        public long Length => disk.File(name).Written.Count;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            disk.Note($"write {name} {bytes.Length}");
            var fits = disk.Take(bytes.Length);
            disk.File(name).Written.AddRange(bytes[..fits]);
            disk.Stepped?.Invoke();
            if (fits < bytes.Length)
                throw new IOException("No space left on device");
        }

        public void WriteAgain(long offset)
        {
            disk.Note($"write again {name} {Math.Max(0, Length - offset)}");
            // No step: until the sync a power cut leaves what it would have left before.
            disk.File(name).WriteAgain((int)offset);
        }

        public void Sync()
        {
            disk.Note($"sync {name}");
            disk.Sync(disk.File(name));
            disk.Synced?.Invoke(name);
            disk.Stepped?.Invoke();
        }

        public void Truncate(long length)
        {
            disk.Note($"truncate {name} {length}");
            disk.Truncated?.Invoke(name, length);
            disk.File(name).Truncate((int)length);
            disk.Stepped?.Invoke();
        }

        public void Dispose()
        {
        }
    }
}
