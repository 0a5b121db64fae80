using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Pn532;

/// <summary>Does what the health machine wants next, and says what came of it.</summary>
internal sealed class ReaderSteps(
    Func<ReaderSession> open, FieldHistory history, RecoveryLines lines, Pn532Settings settings, TimeProvider clock,
    Action<ReaderEvent> report) : IDisposable
{
    private ReaderSession? session;
    private IReadOnlyList<ReaderEvent> unreported = [];
    private TimeSpan reopenDelay = settings.ShortestReopenDelay;

    /// <summary>Why the health is what it is: the firmware, or what went wrong.</summary>
    public string Detail { get; private set; } = "";

    private ReaderSession Session =>
        session ?? throw new InvalidOperationException("A step that needs a link comes after one that opens it.");

    /// <summary>Takes one step.</summary>
    /// <exception cref="OperationCanceledException">In the middle of it.</exception>
    public ReaderSign Take(ReaderCondition condition, CancellationToken cancellation)
    {
        try
        {
            return condition.Step switch
            {
                ReaderStep.Open => Open(),
                ReaderStep.SetUp => SetUp("", cancellation),
                ReaderStep.Watch => Watch(cancellation),
                ReaderStep.Recover => Climb(condition.Rung!.Value, cancellation),
                _ => WaitToReopen(cancellation),
            };
        }
        catch (ChipFaultException fault)
        {
            Detail = fault.Message;
            return fault.Sign;
        }
        catch (IOException fault)
        {
            Detail = fault.Message;
            return ReaderSign.LinkLost;
        }
    }

    public void Dispose() => Close();

    private ReaderSign Open()
    {
        session = open();
        return ReaderSign.Opened;
    }

    private ReaderSign SetUp(string by, CancellationToken cancellation)
    {
        Detail = Session.SetUp(cancellation) + by;
        unreported = Session.LookFirst(cancellation);
        reopenDelay = settings.ShortestReopenDelay;
        return ReaderSign.Answered;
    }

    private ReaderSign Watch(CancellationToken cancellation)
    {
        foreach (var happened in unreported)
            report(happened);
        unreported = [];
        Session.Watch(report, cancellation);
        return ReaderSign.Progressed;
    }

    private ReaderSign Climb(RecoveryRung rung, CancellationToken cancellation)
    {
        switch (rung)
        {
            case RecoveryRung.Abort:
                Session.Revive(cancellation);
                return ReaderSign.Answered;
            case RecoveryRung.Reset:
                Session.Restart(lines.Reset!, "reset", settings.ResetPulse, cancellation);
                return SetUp(", after a reset", cancellation);
            case RecoveryRung.Supply:
                Session.Restart(lines.Supply!, "supply", settings.SupplyOffTime, cancellation);
                return SetUp(", after its supply was switched off and on", cancellation);
            default:
                return SetUp(", after a second set-up", cancellation);
        }
    }

    // What lies there when the reader comes back was laid there while it was out of service.
    private ReaderSign WaitToReopen(CancellationToken cancellation)
    {
        Close();
        history.LookAway();
        Pause.For(reopenDelay, clock, cancellation);
        var doubled = 2 * reopenDelay;
        reopenDelay = doubled < settings.LongestReopenDelay ? doubled : settings.LongestReopenDelay;
        return ReaderSign.TimePassed;
    }

    private void Close()
    {
        session?.Dispose();
        session = null;
    }
}
