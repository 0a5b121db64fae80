using Microsoft.Win32.SafeHandles;

namespace HardwareDrivers.Linux;

/// <summary>An open file descriptor of the kernel. Closed once, whatever happens.</summary>
internal sealed class Descriptor : SafeHandleMinusOneIsInvalid
{
    /// <param name="value">What a call of the C library returned: an int, −1 for an error. Declared as the return type
    /// itself, this class would see 4294967295 on a 64-bit machine.</param>
    public Descriptor(int value) : base(ownsHandle: true) => SetHandle(value);

    protected override bool ReleaseHandle() => Native.Close((int)handle) == 0;
}
