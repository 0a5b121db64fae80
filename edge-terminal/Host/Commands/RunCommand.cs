using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal run</c>: the daemon.</summary>
internal static class RunCommand
{
    private const int LogFileBytes = 4 * 1024 * 1024;

    public static Command Build()
    {
        var config = HostCommand.Config();
        var command = new Command("run", "Runs the terminal until it is told to stop (SIGTERM, SIGINT).") { config }
            .WithExamples("edge-terminal run --config /etc/edge-terminal/config.json");
        command.SetAction((parsed, cancellation) => HostCommand.RunAsync(async () =>
        {
            if (HostCommand.Read(parsed.GetValue(config)!) is not { } configuration)
                return HostCommand.Fail("nothing was started.", ExitCode.BadConfiguration);
            await using var serilog = Logger(configuration.Log);
            using var loggers = LoggerFactory.Create(logging => logging.AddSerilog(serilog));
            return await new Daemon(configuration, loggers, TimeProvider.System).RunAsync(cancellation);
        }));
        return command;
    }

    private static Serilog.Core.Logger Logger(LogSettings settings)
    {
        var logger = new LoggerConfiguration()
            .MinimumLevel.Is(LevelConvert.ToSerilogLevel(settings.Level))
            .WriteTo.Console(
                standardErrorFromLevel: LogEventLevel.Verbose, formatProvider: CultureInfo.InvariantCulture);
        if (settings.File is { } file)
            logger.WriteTo.File(
                file,
                formatProvider: CultureInfo.InvariantCulture,
                fileSizeLimitBytes: LogFileBytes,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: 4);
        return logger.CreateLogger();
    }
}
