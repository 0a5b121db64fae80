namespace HardwareDrivers.Simulated;

/// <summary>The emulator counts time as the kernel does.</summary>
internal static class Nanoseconds
{
    public static long ToNanoseconds(this TimeSpan span) => span.Ticks * TimeSpan.NanosecondsPerTick;
}
