using Microsoft.Extensions.Logging;

namespace Tests.Support;

/// <summary>A line of a log.</summary>
public sealed record LogEntry(LogLevel Level, string Text);

/// <summary>A logger that a test reads.</summary>
public sealed class LogBook<T> : ILogger<T>
{
    /// <summary>What was said so far.</summary>
    public EventLog<LogEntry> Entries { get; } = new();

    /// <summary>How many lines hold this text?</summary>
    public int Count(string text) =>
        Entries.Seen.Count(entry => entry.Text.Contains(text, StringComparison.Ordinal));

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        Entries.Add(new LogEntry(logLevel, formatter(state, exception)));
}
