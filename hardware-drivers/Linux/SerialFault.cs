using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Linux;

/// <summary>
/// What to say when a serial line does not open or is gone: what was done, where, what the kernel said.
/// </summary>
internal static class SerialFault
{
    public static LinkLostException Opening(string path, int error) =>
        new($"Cannot open {path}: {Errno.Describe(error)}. {Remedy(path, error)}");

    public static LinkLostException Rate(string path, int baud, string detail) =>
        new($"Cannot set {path} to {baud} baud: {detail}. Choose a rate that the device can do.");

    public static LinkLostException HungUp(string path) =>
        new($"Lost {path} while reading from it: the other end hung up.");

    public static LinkLostException Stuck(string path, TimeSpan timeout) =>
        new($"Lost {path} while writing to it: it took no byte for {timeout.TotalMilliseconds:0} ms.");

    public static LinkLostException While(string doing, string path, int error) =>
        new($"Lost {path} while {doing} it: {Errno.Describe(error)}.");

    private static string Remedy(string path, int error) => error switch
    {
        Errno.NoSuchFile =>
            "Is the reader plugged in, and is this its device? `ls /dev/serial/by-id` lists USB adapters; the UART of "
            + "a Raspberry Pi needs enable_uart=1 in config.txt.",
        Errno.NoSuchDevice or Errno.NoSuchDeviceOrAddress =>
            "The device file is there, the device behind it is not: plug it in again.",
        Errno.PermissionDenied =>
            $"Give the user of this program the group that owns {path} (`ls -l {path}` shows it, usually dialout).",
        Errno.Busy => $"Another program holds it: `fuser {path}` names it.",
        Errno.NotATerminal or Errno.InvalidArgument => "This is no serial line: choose the reader's device.",
        _ => "The device has to be opened for reading and writing.",
    };
}
