using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Pn532;

/// <summary>
/// A card reader with a PN532. One command waits for a card without end, so that an idle reader costs nothing; a
/// heartbeat finds out whether the chip is still there, and a ladder of measures brings it back. See docs/reader.md.
/// </summary>
public sealed class Pn532Reader : ICardReader
{
    private readonly Func<IFrameLink> open;
    private readonly Pn532Settings settings;
    private readonly TimeProvider clock;
    private readonly RecoveryLog log;
    private readonly FieldHistory history;
    private readonly LineRate rate;

    /// <summary>A reader on a serial line.</summary>
    /// <param name="openLine">Opens the line, each time anew, at the rate that the chip is to have (one of <see
    /// cref="SetSerialBaudRate.Rates"/>): it is found and switched there, whatever it has now. Throws <see
    /// cref="LinkLostException"/> when the line is not there.</param>
    /// <param name="settings">Time-outs and habits.</param>
    /// <param name="clock">The clock that the line's time-outs run by.</param>
    public Pn532Reader(Func<ISerialLine> openLine, Pn532Settings settings, TimeProvider clock)
        : this(() => new SerialFrameLink(openLine(), settings, clock), settings, clock)
    {
    }

    /// <summary>A reader on any of the chip's buses.</summary>
    /// <param name="link">Opened each time anew.</param>
    /// <param name="settings">Time-outs and habits.</param>
    /// <param name="clock">The clock that the bus's time-outs run by.</param>
    public Pn532Reader(Pn532Link link, Pn532Settings settings, TimeProvider clock)
        : this(() => link.Open(settings, clock), settings, clock)
    {
    }

    internal Pn532Reader(Func<IFrameLink> open, Pn532Settings settings, TimeProvider clock)
    {
        this.open = open;
        this.settings = settings;
        this.clock = clock;
        log = new RecoveryLog(clock);
        history = new FieldHistory(settings.MissesUntilEmpty);
        rate = new LineRate(settings);
    }

    /// <summary>Asks a card that arrives for proof, before it is reported; null: its UID is enough.</summary>
    public ICardProver? Prover { get; init; }

    /// <summary>Lines that bring back a chip which no command reaches.</summary>
    public RecoveryLines Lines { get; init; } = RecoveryLines.None;

    /// <summary>What has happened to the reader so far. Any thread may ask.</summary>
    public ReaderStatistics Statistics => log.Statistics;

    /// <inheritdoc/>
    public void Run(Action<ReaderEvent> report, CancellationToken cancellation)
    {
        var machine = new ReaderHealthMachine(Lines.Rungs);
        var condition = ReaderCondition.AtFirst;
        report(new ReaderEvent.HealthChanged(condition.Health, "opening the link", clock.GetTimestamp()));
        using var steps = new ReaderSteps(OpenSession, history, Lines, settings, clock, report);
        while (!cancellation.IsCancellationRequested)
        {
            log.Begin();
            ReaderSign sign;
            try
            {
                sign = steps.Take(condition, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            log.Note(condition, sign);
            var next = machine.Next(condition, sign);
            if (next.Health != condition.Health)
                report(new ReaderEvent.HealthChanged(next.Health, steps.Detail, clock.GetTimestamp()));
            condition = next;
        }
    }

    private ReaderSession OpenSession()
    {
        var link = open();
        rate.Want(link);
        return new ReaderSession(link, history, rate, Prover, settings, clock);
    }
}
