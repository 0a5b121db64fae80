using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Linux;

/// <summary>
/// What to say when a line or a bus does not open or is gone: what was done, where, what the kernel said, what helps.
/// </summary>
internal static class DeviceFault
{
    public static LinkLostException Opening(string path, int error) =>
        new($"Cannot open {path}: {Errno.Describe(error)}. {Remedy(path, error)}");

    public static LinkLostException While(string doing, string name, int error) =>
        new($"Lost {name} while {doing}: {Errno.Describe(error)}.");

    public static LinkLostException Unusable(string name, string why) => new($"Cannot use {name}: {why}");

    private static string Remedy(string path, int error) => error switch
    {
        Errno.NoSuchFile or Errno.NoSuchDevice or Errno.NoSuchDeviceOrAddress => Absent(path),
        Errno.PermissionDenied =>
            $"Give the user of this program the group {Group(path)}: `usermod -aG {Group(path)} USER`, then start it "
            + $"anew. `ls -l {path}` shows who may open it.",
        Errno.Busy => $"Another program holds it: `fuser {path}` names it.",
        _ => "Is this the right device?",
    };

    private static string Absent(string path) => Group(path) switch
    {
        "i2c" =>
            "Enable the bus: dtparam=i2c_arm=on in config.txt (raspi-config, Interface, I2C), with the module i2c-dev "
            + "(`modprobe i2c-dev`), and restart. `ls /dev/i2c-*` lists the buses; the header's is number 1.",
        "spi" =>
            "Enable the bus: dtparam=spi=on in config.txt (raspi-config, Interface, SPI), and restart. "
            + "`ls /dev/spidev*` lists what is there; the header's is 0.0 and 0.1.",
        _ when path.StartsWith("/sys/class/pwm", StringComparison.Ordinal) =>
            "Enable it: dtoverlay=pwm,pin=18,func=2 in config.txt, and restart. `ls /sys/class/pwm` lists the chips.",
        _ => "`ls /dev/gpiochip*` lists the chips; the header of a Raspberry Pi is number 0.",
    };

    private static string Group(string path) =>
        path.StartsWith("/dev/i2c", StringComparison.Ordinal) ? "i2c"
        : path.StartsWith("/dev/spidev", StringComparison.Ordinal) ? "spi"
        : "gpio";
}
