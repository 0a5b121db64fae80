using System.Globalization;

namespace Tests.Bench;

/// <summary>
/// What a process has in memory, as /proc/PID/status says (proc_pid_status(5)); in megabytes of 1,000,000 bytes.
/// </summary>
/// <param name="Anonymous">RssAnon: its own, not backed by a file.</param>
/// <param name="Resident">VmRSS: with the files that are mapped, which others may share.</param>
/// <param name="MostResident">VmHWM: the most that VmRSS ever was.</param>
internal sealed record ProcessMemory(double Anonymous, double Resident, double MostResident)
{
    /// <summary>Of a process that runs.</summary>
    public static ProcessMemory Of(int process) => Parse(File.ReadAllText(string.Create(
        CultureInfo.InvariantCulture, $"/proc/{process}/status")));

    /// <summary>Pss of a process that runs: of what it shares with others, its share.</summary>
    public static double ProportionalOf(int process) => Megabytes(
        File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/smaps_rollup")), "Pss");

    /// <exception cref="FormatException">A row is missing: the process has ended.</exception>
    public static ProcessMemory Parse(string status) =>
        new(Megabytes(status, "RssAnon"), Megabytes(status, "VmRSS"), Megabytes(status, "VmHWM"));

    private static double Megabytes(string status, string name)
    {
        var row = status.Split('\n').FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal))
            ?? throw new FormatException($"No row {name} in: {status}");
        var words = row.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return words is [_, var kibibytes, "kB"]
            ? long.Parse(kibibytes, CultureInfo.InvariantCulture) * 1_024 / 1e6
            : throw new FormatException($"'{row}': expected kB.");
    }
}
