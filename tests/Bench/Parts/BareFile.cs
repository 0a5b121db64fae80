using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Tests.Bench;

/// <summary>What durability costs by itself: a write at the end of a file, and an fsync.</summary>
internal sealed class BareFile(string path) : IDisposable
{
    private readonly SafeFileHandle handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite);
    private readonly byte[] bytes = RandomNumberGenerator.GetBytes(64 * 1024);
    private long length;

    /// <summary>Appends, and returns when it is durable.</summary>
    public void Append(int count)
    {
        RandomAccess.Write(handle, bytes.AsSpan(0, count), length);
        RandomAccess.FlushToDisk(handle);
        length += count;
    }

    public void Dispose() => handle.Dispose();
}
