using Microsoft.Extensions.Logging;

namespace CloudBridge.Ledger;

/// <summary>
/// Loggers of a server whose framework says only what is wrong: at Information it says each request's address, and
/// those of the API name cards.
/// </summary>
internal sealed class QuietLoggers(ILoggerFactory loggers) : ILoggerFactory
{
    private const string Framework = "Microsoft.AspNetCore";

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        loggers.CreateLogger(categoryName) is var logger && categoryName.StartsWith(Framework, StringComparison.Ordinal)
            ? new Quiet(logger)
            : logger;

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    /// <summary>The loggers are their owner's.</summary>
    public void Dispose()
    {
    }

    private sealed class Quiet(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                logger.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
