using System.Runtime.InteropServices;

namespace HardwareDrivers.Linux;

/// <summary>
/// The kernel's error numbers that the drivers tell apart. The same on x86-64, arm64 and arm
/// (linux/include/uapi/asm-generic/errno-base.h and errno.h).
/// </summary>
internal static class Errno
{
    public const int NoSuchFile = 2;
    public const int Interrupted = 4;
    public const int InputOutput = 5;
    public const int NoSuchDeviceOrAddress = 6;
    public const int TryAgain = 11;
    public const int PermissionDenied = 13;
    public const int Busy = 16;
    public const int NoSuchDevice = 19;
    public const int InvalidArgument = 22;
    public const int NotATerminal = 25;
    public const int OperationNotSupported = 95;
    public const int TimedOut = 110;
    public const int RemoteInputOutput = 121;

    /// <summary>ENOTSUPP, which the kernel means for itself and lets out now and then.</summary>
    public const int NotSupportedByDriver = 524;

    /// <summary>The error of the last call of this thread that keeps one.</summary>
    public static int Last => Marshal.GetLastPInvokeError();

    /// <summary>For a message: <c>Input/output error (errno 5)</c>.</summary>
    public static string Describe(int error) => $"{Marshal.GetPInvokeErrorMessage(error)} (errno {error})";
}
