using System.Runtime.InteropServices;
using CloudBridge.Storage;
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
        GiveToOwner(path, handle);
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

    /// <summary>
    /// What root makes here, the folder's owner must be able to hold too. Nothing else: the owner may have put another
    /// name of somebody else's file here.
    /// </summary>
    private static void GiveToOwner(string path, SafeFileHandle handle)
    {
        if (Environment.IsPrivilegedProcess &&
            Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder &&
            FileOwner.TryOf(folder) is { } owner &&
            FileOwner.TryOf(path) != owner &&
            FileOwner.IsOnlyName(handle))
            owner.TryTake(handle);
    }

    // Not by File: it takes a lock of its own on what it opens (LOCK_SH), and fails where somebody holds ours.
    private static SafeFileHandle Open(string path)
    {
        const int flags = 0x2 | 0x40 | 0x80000; // O_RDWR, O_CREAT, O_CLOEXEC
        const int mode = 0x1B6; // rw-rw-rw-, less what the umask takes
        // O_NOFOLLOW, which ARM has numbered otherwise: a link may lead to somebody else's file.
        var isArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;
        var noLink = isArm ? 0x8000 : 0x20000;
        var handle = Open(path, flags | noLink, mode);
        if (!handle.IsInvalid)
            return handle;
        handle.Dispose();
        throw new LedgerStoreException($"Cannot lock '{path}': {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);
}
