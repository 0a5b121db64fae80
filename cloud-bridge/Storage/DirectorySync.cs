using System.Runtime.InteropServices;

namespace CloudBridge.Storage;

/// <summary>
/// Makes the entries of a directory durable: a file that was made, renamed or removed is not, before its directory is
/// synced (fsync(2), NOTES). A directory cannot be opened through the framework.
/// </summary>
internal static partial class DirectorySync
{
    private const int ReadOnly = 0;
    private const int Directory = 0x1_0000; // O_DIRECTORY; arm and arm64 have another value
    private const int DirectoryOnArm = 0x4000;
    private const int CloseOnExec = 0x8_0000;
    private const int ReadAndWrite = 4 | 2; // R_OK | W_OK

    /// <summary>May we read and write the directory? Nobody may on a read-only file system (access(2)).</summary>
    public static bool IsAllowed(string path) => Access(path, ReadAndWrite) == 0;

    /// <exception cref="IOException">The directory could not be opened or synced.</exception>
    public static void Run(string path)
    {
        var isArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;
        var descriptor = Open(path, ReadOnly | (isArm ? DirectoryOnArm : Directory) | CloseOnExec);
        if (descriptor < 0)
            throw Failure("open", path);
        try
        {
            if (Sync(descriptor) != 0)
                throw Failure("sync", path);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string what, string path) =>
        new($"Cannot {what} the directory '{path}': {Marshal.GetLastPInvokeErrorMessage()}.");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
