using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CloudBridge.Storage;

/// <summary>
/// Makes what was written to a file durable (fsync(2)). The framework's own way was seen to say nothing when the kernel
/// answers EIO: a sale would be shown as approved that is on no disk.
/// </summary>
internal static partial class FileSync
{
    /// <summary>EINTR: nothing was tried yet.</summary>
    private const int Interrupted = 4;

    /// <exception cref="IOException">What is durable is not known.</exception>
    public static void Run(SafeFileHandle file)
    {
        while (Sync(file) != 0)
            if (Marshal.GetLastPInvokeError() != Interrupted)
                throw new IOException($"Cannot sync: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);
}
