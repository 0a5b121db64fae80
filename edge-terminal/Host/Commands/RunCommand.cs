using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal run</c>: the daemon.</summary>
internal static class RunCommand
{
    public static Command Build()
    {
        var config = HostCommand.Config();
        var command = new Command(
            "run",
            "Runs the terminal until it is told to stop (SIGTERM, SIGINT). SIGHUP reads the configuration again.")
        {
            config,
        }.WithExamples("edge-terminal run --config /etc/edge-terminal/config.json");
        command.SetAction((parsed, cancellation) => HostCommand.RunAsync(async () =>
        {
            var file = parsed.GetValue(config)!;
            if (HostCommand.Read(file) is not { } configuration)
            {
                // Whoever died before may have left a valve open.
                LineSafety.Run(file.ToString(), TextWriter.Null, Console.Error);
                return HostCommand.Fail("nothing was started.", ExitCode.BadConfiguration);
            }
            await using var log = new DaemonLog(configuration.Log);
            using var manager = new ServiceManager(
                Environment.GetEnvironmentVariable, Environment.ProcessId, log.Loggers.CreateLogger<ServiceManager>());
            using var reload = new Reload(
                configuration,
                (out HostConfiguration? next) => ConfigurationReader.Read(file.ToString(), out next),
                manager,
                TimeProvider.System,
                log.Loggers.CreateLogger<Reload>());
            var board = Boards.Make(configuration.Hardware, TimeProvider.System);
            return await new Daemon(configuration, board, log, TimeProvider.System, manager, reload)
                .RunAsync(cancellation);
        }));
        return command;
    }
}
