using System.Runtime.InteropServices;

namespace Tests.Bench;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>What makes figures comparable: processor, architecture, file system.</summary>
    public static string Name =>
        $"{Environment.ProcessorCount} cores ({Processor()}), {RuntimeInformation.ProcessArchitecture}, {FileSystem}";

    private static string FileSystem => new DriveInfo(Path.GetTempPath()).DriveFormat;

    public static string Describe() =>
        $"{Name} in {Path.GetTempPath()}, {RuntimeInformation.FrameworkDescription}, load {Load()}";

    private static string Processor() => File.ReadLines("/proc/cpuinfo")
        .Where(line => line.StartsWith("model name", StringComparison.Ordinal))
        .Select(line => line.Split(':', 2)[1].Trim())
        .FirstOrDefault("unknown");

    /// <summary>Of the last minute.</summary>
    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
