using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Pn532;

/// <summary>
/// A card reader with a PN532. One command waits for a card without end, so that an idle reader costs nothing; a
/// heartbeat finds out whether the chip is still there. See docs/reader.md.
/// </summary>
public sealed class Pn532Reader : ICardReader
{
    private readonly Func<IFrameLink> open;
    private readonly Pn532Settings settings;
    private readonly TimeProvider clock;
    private readonly FieldHistory history;
    private readonly LineRate rate;
    private ReaderHealth health;
    private TimeSpan reopenDelay;

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

    internal Pn532Reader(Func<IFrameLink> open, Pn532Settings settings, TimeProvider clock)
    {
        this.open = open;
        this.settings = settings;
        this.clock = clock;
        history = new FieldHistory(settings.MissesUntilEmpty);
        rate = new LineRate(settings, clock);
        reopenDelay = settings.ShortestReopenDelay;
    }

    /// <summary>Asks a card that arrives for proof, before it is reported; null: its UID is enough.</summary>
    public ICardProver? Prover { get; init; }

    /// <inheritdoc/>
    public void Run(Action<ReaderEvent> report, CancellationToken cancellation)
    {
        health = ReaderHealth.Starting;
        report(new ReaderEvent.HealthChanged(health, "opening the link", clock.GetTimestamp()));
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                using var link = open();
                rate.Want(link);
                Serve(link, report, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is IOException or ChipFaultException)
            {
                history.LookAway();
                Change(ReaderHealth.Lost, fault.Message, report);
            }
            AwaitReopening(cancellation);
        }
    }

    /// <summary>
    /// Left by an exception only: the link is gone, or the chip does not come back by being set up anew.
    /// </summary>
    private void Serve(IFrameLink link, Action<ReaderEvent> report, CancellationToken cancellation)
    {
        var session = new ReaderSession(link, history, rate, Prover, settings, clock);
        var failures = 0;
        while (true)
        {
            try
            {
                var version = session.SetUp(cancellation);
                var first = session.LookFirst(cancellation);
                reopenDelay = settings.ShortestReopenDelay;
                Change(ReaderHealth.Working, $"{version}{rate.Remark}", report);
                foreach (var happened in first)
                    report(happened);
                session.Run(report, cancellation);
            }
            catch (ChipFaultException)
            {
                failures = session.Progressed ? 1 : failures + 1;
                if (failures >= settings.SetUpAttempts)
                    throw;
            }
        }
    }

    private void Change(ReaderHealth now, string detail, Action<ReaderEvent> report)
    {
        if (health == now)
            return;
        health = now;
        report(new ReaderEvent.HealthChanged(now, detail, clock.GetTimestamp()));
    }

    private void AwaitReopening(CancellationToken cancellation)
    {
        using var over = new ManualResetEventSlim();
        using var timer = clock.CreateTimer(
            static state => ((ManualResetEventSlim)state!).Set(), over, reopenDelay, Timeout.InfiniteTimeSpan);
        try
        {
            over.Wait(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The loop sees it.
        }
        var doubled = 2 * reopenDelay;
        reopenDelay = doubled < settings.LongestReopenDelay ? doubled : settings.LongestReopenDelay;
    }
}
