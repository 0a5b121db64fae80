using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CloudBridge.Ledger;

/// <summary>
/// A lock between processes, given back by the kernel when its holder ends, however it ends (flock(2)).
/// </summary>
internal sealed partial class FileLock : IDisposable
{
    private const int Exclusive = 2; // LOCK_EX

    private readonly SafeFileHandle handle;

    private FileLock(SafeFileHandle handle) => this.handle = handle;

    /// <summary>Waits for the lock.</summary>
    /// <exception cref="LedgerStoreException">There can be none.</exception>
    public static FileLock Enter(string path)
    {
        var handle = Open(path);
        while (Lock(handle, Exclusive) != 0)
        {
            const int interrupted = 4; // EINTR
            if (Marshal.GetLastPInvokeError() == interrupted)
                continue;
            handle.Dispose();
            throw new LedgerStoreException($"Cannot lock '{path}': {Marshal.GetLastPInvokeErrorMessage()}.");
        }
        return new FileLock(handle);
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private static SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LedgerStoreException($"Cannot lock '{path}': {error.Message}", error);
        }
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);
}
