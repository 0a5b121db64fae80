namespace HardwareDrivers.Linux;

/// <summary>
/// Flags of <c>open(2)</c>, the same on x86-64, arm64 and arm (linux/include/uapi/asm-generic/fcntl.h; the arm headers
/// change others only).
/// </summary>
[Flags]
internal enum OpenFlags
{
    ReadOnly = 0,
    WriteOnly = 0x1,
    ReadWrite = 0x2,
    NoControllingTerminal = 0x100,
    NonBlocking = 0x800,
    CloseOnExec = 0x80000,

    /// <summary>How a terminal is opened here: no read ever blocks, nothing leaks into child processes.</summary>
    Terminal = ReadWrite | NoControllingTerminal | NonBlocking | CloseOnExec,
}
