using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>The card reader on a thread of its own; what it sees goes to the loop.</summary>
internal sealed partial class ReaderWorker : IDisposable
{
    private readonly TaskCompletionSource firstLook = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TerminalLoop loop;
    private readonly ILogger logger;
    private readonly Pn532Reader reader;
    private readonly DeviceThread thread;
    private int nextSaid = 1;

    public ReaderWorker(Pn532Reader reader, TerminalLoop loop, ILogger<ReaderWorker> logger)
    {
        (this.reader, this.loop, this.logger) = (reader, loop, logger);
        thread = new DeviceThread("reader", stopping => reader.Run(Hear, stopping));
    }

    /// <summary>Completes when the reader knows what lies there, or is lost.</summary>
    public Task FirstLook => firstLook.Task;

    /// <summary>What has happened to the reader. Any thread.</summary>
    public ReaderStatistics Figures => reader.Statistics;

    public void Dispose()
    {
        thread.Dispose();
        if (Figures != ReaderStatistics.Nothing)
            LogAll(logger, ReaderFigures.Sentence(Figures));
    }

    /// <summary>A tap may be dropped; that the reader is lost, or the field empty, is said only once.</summary>
    private void Hear(ReaderEvent seen)
    {
        var input = new LoopInput.Reader(seen);
        if (input.IsTap)
            loop.Offer(input);
        else
            loop.Post(input);
        if (seen is ReaderEvent.HealthChanged { Health: ReaderHealth.Working or ReaderHealth.Lost })
            firstLook.TrySetResult();
        Report(seen);
    }

    /// <summary>
    /// That it is lost, the fault says. What the ladder mended before anybody noticed is said at the first, tenth,
    /// hundredth … failure: a bad cable fills no log.
    /// </summary>
    private void Report(ReaderEvent seen)
    {
        if (seen is ReaderEvent.HealthChanged { Health: ReaderHealth.Working, Detail: var detail })
            LogWorking(logger, detail);
        var figures = Figures;
        if (figures.ChipFailures < nextSaid)
            return;
        nextSaid = 10 * figures.ChipFailures;
        LogFailures(logger, ReaderFigures.Sentence(figures));
    }

    [LoggerMessage(LogLevel.Information, "The reader works: {Detail}.")]
    private static partial void LogWorking(ILogger logger, string detail);

    [LoggerMessage(LogLevel.Warning, "The reader has failed: so far {Figures}.")]
    private static partial void LogFailures(ILogger logger, string figures);

    [LoggerMessage(LogLevel.Information, "The reader until now: {Figures}.")]
    private static partial void LogAll(ILogger logger, string figures);
}
