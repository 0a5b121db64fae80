using System.Globalization;

namespace EdgeTerminal.Host;

/// <summary>How the machine is, in a sentence for people: proc(5), and the kernel's files of a Raspberry Pi.</summary>
internal static class MachineHealth
{
    private const long Mebibyte = 1024 * 1024;
    private const double Thousandth = 0.001;

    /// <param name="folder">On the disk whose room counts.</param>
    /// <param name="root">Of the kernel's files.</param>
    /// <returns>What is there of load, memory, disk, temperature and the power supply.</returns>
    public static string Of(string folder, string root = "/") => string.Join(", ", new[]
    {
        UpFor(Read(root, "proc/uptime")),
        Read(root, "proc/loadavg")?.Split(' ') is [var load, ..] ? $"load {load}" : null,
        Memory(Read(root, "proc/meminfo")),
        Disk(folder),
        Degrees(Read(root, "sys/class/thermal/thermal_zone0/temp")),
        // A number of bits: 0 is well, bit 0 is too little voltage now (Raspberry Pi documentation, get_throttled).
        Read(root, "sys/devices/platform/soc/soc:firmware/get_throttled") is { } throttled and not "0"
            ? $"throttled 0x{throttled}"
            : null,
    }.OfType<string>());

    private static string? UpFor(string? uptime) =>
        uptime?.Split(' ') is [var seconds, ..] && Number(seconds) is { } up
            ? string.Create(CultureInfo.InvariantCulture, $"machine up {TimeSpan.FromSeconds((long)up):g}")
            : null;

    private static string? Memory(string? meminfo)
    {
        var rows = meminfo?.Split('\n').Select(row => row.Split(':', StringSplitOptions.TrimEntries)).ToList();
        long? Mebibytes(string name) => rows?.Find(row => row[0] == name) is [_, var size] &&
            Number(size.Split(' ')[0]) is { } kibibytes ? (long)kibibytes / 1024 : null;
        return (Mebibytes("MemAvailable"), Mebibytes("MemTotal")) is ({ } free, { } all)
            ? $"{free} of {all} MiB memory free"
            : null;
    }

    private static string Disk(string folder)
    {
        try
        {
            return $"{new DriveInfo(folder).AvailableFreeSpace / Mebibyte} MiB disk free";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"disk: {error.Message}";
        }
    }

    private static string? Degrees(string? thousandths) => thousandths is not null && Number(thousandths) is { } read
        ? string.Create(CultureInfo.InvariantCulture, $"{read * Thousandth:F0} °C")
        : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Read(string root, string path) => MachineFacts.Read(Path.Combine(root, path));
}
