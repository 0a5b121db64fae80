using System.CommandLine;
using CloudBridge.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal run</c>: the daemon.</summary>
internal static class RunCommand
{
    /// <param name="storageOf">How journal and card list reach their folders.</param>
    public static Command Build(Func<string, IStorage> storageOf)
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
            var daemon = new Daemon(configuration, board, log, TimeProvider.System, manager, reload)
            {
                StorageOf = storageOf,
            };
            return await daemon.RunAsync(cancellation);
        }));
        return command;
    }
}
