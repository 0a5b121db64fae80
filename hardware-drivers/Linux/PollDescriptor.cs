using System.Runtime.InteropServices;

namespace HardwareDrivers.Linux;

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    public int Descriptor;
    public PollEvents Wanted;
    public PollEvents Seen;
}

/// <summary>Bits of <c>poll(2)</c>.</summary>
[Flags]
internal enum PollEvents : short
{
    None = 0,
    Readable = 0x1,
    Writable = 0x4,
    Error = 0x8,
    HungUp = 0x10,
    NotOpen = 0x20,
}
