using EdgeTerminal.Host;
using Serilog.Events;
using Serilog.Parsing;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What machine and log say of themselves when the ledger asks.</summary>
public sealed class MachineHealthTests : IDisposable
{
    private readonly TemporaryFolder root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void A_Raspberry_Pi_says_load_memory_disk_heat_and_its_power_supply()
    {
        Write("proc/uptime", "93784.12 180000.00\n");
        Write("proc/loadavg", "0.42 0.30 0.25 1/180 4711\n");
        Write("proc/meminfo", "MemTotal:         949444 kB\nMemFree:  1 kB\nMemAvailable:     512000 kB\n");
        Write("sys/class/thermal/thermal_zone0/temp", "51540\n");
        Write("sys/devices/platform/soc/soc:firmware/get_throttled", "50005\n");

        Assert.Matches(
            "^machine up 1:2:03:04, load 0.42, 500 of 927 MiB memory free, [0-9]+ MiB disk free, 52 °C, " +
            "throttled 0x50005$",
            MachineHealth.Of(root.Path, root.Path));
    }

    [Fact]
    public void What_is_not_there_is_left_out()
    {
        Write("proc/meminfo", "nonsense\n\n");
        Write("sys/devices/platform/soc/soc:firmware/get_throttled", "0\n");

        Assert.Matches("^[0-9]+ MiB disk free$", MachineHealth.Of(root.Path, root.Path));
        Assert.StartsWith("disk: ", MachineHealth.Of("", root.Path), StringComparison.Ordinal);
    }

    /// <summary>What was filled in may be a name, an address, a card.</summary>
    [Fact]
    public void Of_the_log_it_says_how_many_and_what_kind_the_last_was()
    {
        var troubles = new LoggedTroubles();
        Assert.Equal("no warnings in the log", $"{troubles}");

        troubles.Emit(Logged(LogEventLevel.Information, "all is well"));
        troubles.Emit(Logged(LogEventLevel.Error, "it burns"));
        troubles.Emit(Logged(LogEventLevel.Warning, "The reader {Name} is lost"));

        Assert.Equal(
            "1 errors and 1 warnings in the log, the last at 12:00:05Z: The reader {Name} is lost", $"{troubles}");
    }

    private static LogEvent Logged(LogEventLevel level, string template) => new(
        new DateTimeOffset(2026, 6, 1, 12, 0, 5, TimeSpan.Zero), level, exception: null,
        new MessageTemplateParser().Parse(template), [new LogEventProperty("Name", new ScalarValue("secret"))]);

    private void Write(string path, string text)
    {
        var file = Path.Combine(root.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
