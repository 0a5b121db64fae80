namespace CloudBridge.Storage;

/// <summary>A file that grows at its end.</summary>
/// <remarks>All failures are <see cref="IOException"/>.</remarks>
public interface IAppendFile : IDisposable
{
    /// <summary>Bytes in it.</summary>
    long Length { get; }

    /// <summary>Writes at the end. After a failure some of the bytes may have been written.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Writes its bytes from an offset on once more, in their place. When a sync has failed, the kernel takes for
    /// written what is not (fsync(2), EIO): the next sync, of whichever process, speaks of what was written since.
    /// </summary>
    void WriteAgain(long offset);

    /// <summary>
    /// Returns when all that was written is durable (fsync). A failure is final: what is durable is not known.
    /// </summary>
    void Sync();

    /// <summary>Cuts the file back.</summary>
    void Truncate(long length);
}
