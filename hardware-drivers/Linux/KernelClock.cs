namespace HardwareDrivers.Linux;

/// <summary>What the kernel says of its wall clock (adjtimex(2)).</summary>
public static class KernelClock
{
    /// <summary>TIME_ERROR: the clock is not synchronised.</summary>
    private const int NotSynchronised = 5;

    /// <summary>A struct timex has 208 bytes on 64-bit systems and fewer on others.</summary>
    private const int TimexBytes = 256;

    /// <summary>Some time service steers the clock; null: the kernel does not say.</summary>
    public static bool? IsSynchronised
    {
        get
        {
            // All zero: modes 0 asks and sets nothing.
            Span<byte> timex = stackalloc byte[TimexBytes];
            var state = Native.AdjustTime(timex);
            return state < 0 ? null : state != NotSynchronised;
        }
    }
}
