using System.Runtime.InteropServices;

namespace HardwareDrivers.Linux;

/// <summary>
/// <c>struct timespec</c> of the C library's unsuffixed calls: two longs of the machine's word size. 32-bit systems
/// keep the old symbols beside the 64-bit ones.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpecification
{
    public const long NanosecondsPerSecond = 1_000_000_000;

    public nint Seconds;
    public nint Nanoseconds;

    public static TimeSpecification FromNanoseconds(long nanoseconds) => new()
    {
        Seconds = (nint)(nanoseconds / NanosecondsPerSecond),
        Nanoseconds = (nint)(nanoseconds % NanosecondsPerSecond),
    };

    public readonly long TotalNanoseconds => Seconds * NanosecondsPerSecond + Nanoseconds;
}
