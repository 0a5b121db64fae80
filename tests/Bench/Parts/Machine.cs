using System.Runtime.InteropServices;

namespace Tests.Bench;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var folder = Path.GetTempPath();
        return $"{Environment.ProcessorCount} cores ({Processor()}), {RuntimeInformation.FrameworkDescription} " +
            $"{RuntimeInformation.ProcessArchitecture}, files in {folder} ({new DriveInfo(folder).DriveFormat}), " +
            $"load {Load()}";
    }

    private static string Processor() => File.ReadLines("/proc/cpuinfo")
        .Where(line => line.StartsWith("model name", StringComparison.Ordinal))
        .Select(line => line.Split(':', 2)[1].Trim())
        .FirstOrDefault("unknown");

    /// <summary>Of the last minute.</summary>
    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
