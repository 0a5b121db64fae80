using System.CommandLine;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal lines safe|hold</c>: the outputs of a configuration, without a daemon.</summary>
internal static class LinesCommand
{
    public static Command Build() => new Command("lines", "About output lines: valves, turnstiles.")
    {
        Safe(), Hold(),
    }.WithExamples("edge-terminal lines safe --config /etc/edge-terminal/config.json");

    private static Command Safe()
    {
        var config = HostCommand.Config();
        var command = new Command(
            "safe",
            "Drives every output safe, and does nothing else: ExecStopPost= of the service. 0: all are; 2: the "
            + "configuration leaves some in doubt; 4: one could not be driven.")
        {
            config,
        }.WithExamples("edge-terminal lines safe --config /etc/edge-terminal/config.json");
        command.SetAction(parsed => HostCommand.Run(
            () => LineSafety.Run(parsed.GetValue(config)!.ToString(), Console.Out, Console.Error)));
        return command;
    }

    private static Command Hold()
    {
        var config = HostCommand.Config();
        var name = new Argument<string>("NAME") { Description = "A line of the configuration." };
        var command = new Command(
            "hold", "Keeps a line active until it is told to stop (SIGTERM, SIGINT), to try the wiring; safe then.")
        {
            name, config,
        }.WithExamples("edge-terminal lines hold valve --config /etc/edge-terminal/config.json");
        command.SetAction((parsed, cancellation) => HostCommand.RunAsync(async () =>
            HostCommand.Read(parsed.GetValue(config)!) is { } read
                ? await HoldAsync(read, parsed.GetValue(name)!, cancellation)
                : HostCommand.Fail("nothing was driven.", ExitCode.BadConfiguration)));
        return command;
    }

    private static async Task<int> HoldAsync(HostConfiguration read, string name, CancellationToken cancellation)
    {
        if (read.OutputNamed(name) is not { } found)
            return HostCommand.Fail(
                $"there is no line '{name}'; there is: {string.Join(", ", read.Lines.Select(row => row.Line.Name))}",
                ExitCode.BadConfiguration);
        using var lines = SafeLines.Open(Boards.Make(read.Hardware, TimeProvider.System), [found.Line]);
        if (lines.Find(name)!.Set(true) is DeviceOutcome.Failure failure)
            return HostCommand.Fail($"{name}: {failure.Detail}");
        Console.Out.WriteLine($"{name}: active");
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellation.Register(() => stopped.SetResult()))
            await stopped.Task;
        return ExitCode.Good;
    }
}
