using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HardwareDrivers.Linux;

/// <summary>
/// <c>struct termios2</c> of linux/include/uapi/asm-generic/termbits.h: 44 bytes on x86-64, arm64 and arm alike. The C
/// library's own <c>struct termios</c> is another one and knows no free baud rate.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TerminalAttributes
{
    // _IOR('T', 0x2A, struct termios2), and _IOW('T', 0x2C, struct termios2): set when all output has been sent.
    internal const uint GetRequest = 0x802C542A;
    internal const uint SetRequest = 0x402C542C;

    internal const uint EightBits = 0x30;
    internal const uint ReceiverOn = 0x80;
    internal const uint NoModemLines = 0x800;
    internal const uint FreeRate = 0x1000;

    internal uint input;
    internal uint output;
    internal uint control;
    internal uint local;
    internal byte discipline;
    internal ControlCharacters characters;
    internal uint inputRate;
    internal uint outputRate;

    /// <summary>The rate that the driver of the line really keeps, in baud.</summary>
    public readonly uint Rate => outputRate;

    /// <summary>
    /// Eight data bits, no parity, one stop bit, no flow control, bytes as they are: nothing echoed, translated or
    /// gathered into lines.
    /// </summary>
    public void MakeRaw(int baud)
    {
        input = 0;
        output = 0;
        local = 0;
        control = EightBits | ReceiverOn | NoModemLines | RateBits(baud);
        // VTIME 0 and VMIN 1: a read with no byte there says "try again", so that 0 bytes can only mean a hang-up.
        characters = default;
        characters[ControlCharacters.MinimumBytes] = 1;
        inputRate = (uint)baud;
        outputRate = (uint)baud;
    }

    /// <returns>0, or the error number.</returns>
    public static int Read(Descriptor terminal, out TerminalAttributes attributes)
    {
        attributes = default;
        return Native.TerminalControl(terminal, GetRequest, ref attributes) == 0 ? 0 : Errno.Last;
    }

    /// <returns>0, or the error number.</returns>
    public static int Write(Descriptor terminal, TerminalAttributes attributes) =>
        Native.TerminalControl(terminal, SetRequest, ref attributes) == 0 ? 0 : Errno.Last;

    // Rates with a constant of their own are named by it, so that stty and other programs show them; the kernel takes
    // any other from the two rate fields.
    internal static uint RateBits(int baud) => baud switch
    {
        9_600 => 0x000D,
        19_200 => 0x000E,
        38_400 => 0x000F,
        57_600 => 0x1001,
        115_200 => 0x1002,
        230_400 => 0x1003,
        460_800 => 0x1004,
        921_600 => 0x1007,
        _ => FreeRate,
    };

    [InlineArray(19)]
    internal struct ControlCharacters
    {
        public const int MinimumBytes = 6;

        private byte first;
    }
}
