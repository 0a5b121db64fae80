using System.Globalization;
using Serilog.Core;
using Serilog.Events;

namespace EdgeTerminal.Host;

/// <summary>
/// Counts what goes wrong in the log, and keeps the last of it: its template and not what was filled in, which may be
/// nobody's business outside of this machine.
/// </summary>
internal sealed class LoggedTroubles : ILogEventSink
{
    private readonly Lock guard = new();
    private int warnings;
    private int errors;
    private LogEvent? last;

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        if (logEvent.Level < LogEventLevel.Warning)
            return;
        lock (guard)
        {
            if (logEvent.Level == LogEventLevel.Warning)
                warnings++;
            else
                errors++;
            last = logEvent;
        }
    }

    /// <summary>For people.</summary>
    public override string ToString()
    {
        lock (guard)
            return last is null
                ? "no warnings in the log"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{errors} errors and {warnings} warnings in the log, the last at " +
                    $"{last.Timestamp.UtcDateTime:HH:mm:ss}Z: {last.MessageTemplate.Text}");
    }
}
