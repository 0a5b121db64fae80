using System.Globalization;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>The daemon's log: standard error, and a file where the configuration names one.</summary>
internal sealed class DaemonLog : IAsyncDisposable
{
    private const int LogFileBytes = 4 * 1024 * 1024;

    private readonly LoggingLevelSwitch threshold = new();
    private readonly LoggedTroubles troubles = new();
    private readonly Logger serilog;

    public DaemonLog(LogSettings settings)
    {
        Level = settings.Level;
        var logger = new LoggerConfiguration()
            .MinimumLevel.ControlledBy(threshold)
            .WriteTo.Console(
                standardErrorFromLevel: LogEventLevel.Verbose, formatProvider: CultureInfo.InvariantCulture)
            .WriteTo.Sink(troubles);
        if (settings.File is { } file)
            logger.WriteTo.File(
                file,
                formatProvider: CultureInfo.InvariantCulture,
                fileSizeLimitBytes: LogFileBytes,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: 4);
        serilog = logger.CreateLogger();
        Loggers = LoggerFactory.Create(logging => logging.AddSerilog(serilog));
    }

    /// <summary>Makes loggers that write here.</summary>
    public ILoggerFactory Loggers { get; }

    /// <summary>How many warnings and errors there were, and the last of them, for people.</summary>
    public string Troubles => $"{troubles}";

    /// <summary>What is less than this is left out, from now on.</summary>
    public LogLevel Level
    {
        set => threshold.MinimumLevel = LevelConvert.ToSerilogLevel(value);
    }

    public async ValueTask DisposeAsync()
    {
        Loggers.Dispose();
        await serilog.DisposeAsync();
    }
}
