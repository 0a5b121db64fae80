using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CloudBridge.Mqtt.Mosquitto.Native;

/// <summary>The kernel's calls for waiting on a socket that .NET does not own. Numbers are those of Linux.</summary>
internal static unsafe partial class SystemCalls
{
    public const short PollIn = 0x1;
    public const short PollOut = 0x4;
    public const int ShutdownWrite = 1;

    /// <summary>EFD_CLOEXEC | EFD_NONBLOCK.</summary>
    private const int EventFlags = 0x80000 | 0x800;
    private const int DuplicateCloseOnExec = 1030;
    private const int SocketLevel = 1;
    private const int SocketErrorOption = 4;

    /// <summary>A counter to wait for (eventfd(2)); invalid when the process has no descriptor left.</summary>
    public static SafeFileHandle OpenEvent() => EventFd(0, EventFlags);

    /// <summary>A second descriptor for the same connection; invalid when there is none left.</summary>
    public static SafeFileHandle Duplicate(int file) => FileControl(file, DuplicateCloseOnExec, 0);

    /// <summary>Why a connect(2) that did not wait has failed: an errno, 0 when it has not.</summary>
    public static int PendingError(int socket)
    {
        var error = 0;
        var size = (uint)sizeof(int);
        return GetSocketOption(socket, SocketLevel, SocketErrorOption, &error, &size) == 0
            ? error
            : Marshal.GetLastPInvokeError();
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, void* bytes, nuint size);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, void* bytes, nuint size);

    [LibraryImport("libc", EntryPoint = "shutdown", SetLastError = true)]
    public static partial int Shutdown(SafeFileHandle socket, int how);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial SafeFileHandle FileControl(int file, int command, int argument);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial SafeFileHandle EventFd(uint start, int flags);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetSocketOption(int socket, int level, int option, int* value, uint* size);

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int File;
        public short Wanted;
        public short Ready;
    }
}
