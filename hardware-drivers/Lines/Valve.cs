using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Lines;

/// <summary>
/// A valve with a flow meter. While it is open a thread of its own watches the meter and closes it: when the grant is
/// used but for what still flows, at the deadline, or one lease beyond the last durable mark. Closing waits for
/// nothing: no loop, no disk, no network. A timer stands behind the thread, and drives the line
/// by itself at the deadline.
/// </summary>
public sealed class Valve : IDisposable
{
    // So long without a pulse after the closing, and what could still flow has flowed.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

    // However it drips: a report comes.
    private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan ThreadPatience = TimeSpan.FromSeconds(5);

    // More than a meter makes in the time that it takes to read them.
    private const int MostDiscarded = 64 * 64;

    private readonly IOutputLine line;
    private readonly IInputLine meter;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private ClosingLag lag;
    private Opening? current;

    /// <param name="line">The valve's; safe is closed.</param>
    /// <param name="meter">The flow meter's.</param>
    /// <param name="time">For the deadline.</param>
    public Valve(IOutputLine line, IInputLine meter, TimeProvider time) =>
        (this.line, this.meter, this.time) = (line, meter, time);

    /// <summary>What was learned so far: pulses that come after the order to close.</summary>
    public long LagPulses
    {
        get
        {
            lock (gate)
                return lag.Pulses;
        }
    }

    /// <summary>Opens the valve. What flowed before is not counted.</summary>
    /// <param name="grant">How far it may go.</param>
    /// <param name="report">Called once, on the valve's thread, after it was closed and the flow has settled.</param>
    /// <exception cref="InvalidOperationException">It is open, or has not settled yet.</exception>
    public void Open(ValveGrant grant, Action<ValveReport> report)
    {
        lock (gate)
        {
            if (current is not null)
                throw new InvalidOperationException("The valve is open already.");
            current = new Opening(this, new ValveGuard(grant, lag.Pulses, DurablePulses: 0), report);
            current.Begin();
        }
    }

    /// <summary>Pulses counted since it was opened; 0 while nothing is under way.</summary>
    public long Pulses => Volatile.Read(ref current)?.Pulses ?? 0;

    /// <summary>So much is on the disk: it may run one lease beyond.</summary>
    public void Renew(long durablePulses) => Volatile.Read(ref current)?.Renew(durablePulses);

    /// <summary>Closes it now, from any thread; the report follows.</summary>
    public void Close() => Volatile.Read(ref current)?.Close(ValveEnd.Stopped, null);

    /// <summary>Closes it and waits for its report, a few seconds at most. The lines belong to the caller.</summary>
    public void Dispose()
    {
        if (Volatile.Read(ref current) is not { } opening)
            return;
        opening.Close(ValveEnd.Stopped, null);
        opening.Join(ThreadPatience);
    }

    private void Settled(ValveReport report)
    {
        lock (gate)
        {
            // A meter that is lost counts nothing after the closing: there is nothing to learn.
            if (report.End is not (ValveEnd.InputLost or ValveEnd.LineLost or ValveEnd.Fault))
                lag = lag.Learned(report.PulsesAfterClosing);
            current = null;
        }
    }

    private sealed class Opening : IDisposable
    {
        private readonly Valve valve;
        private readonly Action<ValveReport> report;
        private readonly Lock closing = new();
        private readonly CancellationTokenSource closed = new();
        private readonly Thread thread;
        private ValveGuard guard;
        private ValveEnd? end;
        private string? detail;
        private PulseCount count;
        private long pulses;

        public Opening(Valve valve, ValveGuard guard, Action<ValveReport> report)
        {
            (this.valve, this.guard, this.report) = (valve, guard, report);
            thread = new Thread(Run)
            {
                IsBackground = true, Name = "valve", Priority = ThreadPriority.Highest,
            };
        }

        public long Pulses => Volatile.Read(ref pulses);

        public void Begin() => thread.Start();

        public void Join(TimeSpan patience)
        {
            if (thread != Thread.CurrentThread)
                thread.Join(patience);
        }

        public void Renew(long durablePulses)
        {
            lock (closing)
                guard = guard.Renewed(durablePulses);
        }

        /// <summary>The first reason counts; the line is driven each time, closing twice harms nobody.</summary>
        public void Close(ValveEnd why, string? how)
        {
            lock (closing)
            {
                if (valve.line.Set(false) is DeviceOutcome.Failure failure)
                    how = $"{how ?? why.ToString()}; the valve's line: {failure.Detail}";
                if (end is not null)
                    return;
                (end, detail) = (why, how);
                closed.Cancel();
            }
        }

        public void Dispose() => closed.Dispose();

        private bool IsClosed
        {
            get
            {
                lock (closing)
                    return end is not null;
            }
        }

        private void Run()
        {
            var after = 0L;
            try
            {
                Pour();
                after = Settle();
            }
            catch (LinkLostException lost)
            {
                Close(ValveEnd.InputLost, lost.Message);
            }
            // The outer edge of this thread: an error of the program must not leave beer running.
            catch (Exception error)
            {
                Close(ValveEnd.Fault, error.ToString());
            }
            finally
            {
                // Twice at worst, and never not.
                Close(ValveEnd.Fault, "the thread ended");
                Dispose();
            }
            var told = new ValveReport(end!.Value, count.Pulses, after, count.LostEdges, detail);
            valve.Settled(told);
            report(told);
        }

        private void Pour()
        {
            Discard();
            var start = valve.time.GetTimestamp();
            var deadline = guard.Grant.Deadline;
            using var timer = valve.time.CreateTimer(
                _ => Close(ValveEnd.DeadlinePassed, null), null, deadline, Timeout.InfiniteTimeSpan);
            if (!TryOpen())
                return;
            Span<LineEdge> edges = stackalloc LineEdge[64];
            while (!IsClosed)
            {
                var left = deadline - valve.time.GetElapsedTime(start);
                if (!TryRead(edges, left > TimeSpan.Zero ? left : TimeSpan.Zero))
                    return;
                if (Guard.Look(count.Pulses, valve.time.GetElapsedTime(start)) is { } why)
                    Close(why, null);
            }
        }

        private ValveGuard Guard
        {
            get
            {
                lock (closing)
                    return guard;
            }
        }

        private bool TryOpen()
        {
            lock (closing)
            {
                if (end is not null)
                    return false;
                if (valve.line.Set(true) is not DeviceOutcome.Failure failure)
                    return true;
                detail = failure.Detail;
            }
            Close(ValveEnd.LineLost, detail);
            return false;
        }

        /// <returns>False when it was closed by another.</returns>
        private bool TryRead(Span<LineEdge> edges, TimeSpan timeout)
        {
            try
            {
                Take(edges[..valve.meter.Read(edges, timeout, closed.Token)]);
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        /// <summary>Counts on until nothing flows.</summary>
        /// <returns>Pulses since the closing.</returns>
        private long Settle()
        {
            var atClosing = count.Pulses;
            var start = valve.time.GetTimestamp();
            Span<LineEdge> edges = stackalloc LineEdge[64];
            while (valve.time.GetElapsedTime(start) < LongestSettling)
            {
                var read = valve.meter.Read(edges, Settling, CancellationToken.None);
                if (read == 0)
                    break;
                Take(edges[..read]);
            }
            return count.Pulses - atClosing;
        }

        private void Take(Span<LineEdge> edges)
        {
            foreach (var edge in edges)
                count.Take(edge);
            Volatile.Write(ref pulses, count.Pulses);
        }

        /// <summary>What dripped while it was shut is a leak, and not this guest's.</summary>
        private void Discard()
        {
            Span<LineEdge> edges = stackalloc LineEdge[64];
            for (var discarded = 0; discarded < MostDiscarded;)
            {
                var read = valve.meter.Read(edges, TimeSpan.Zero, CancellationToken.None);
                if (read == 0)
                    return;
                discarded += read;
            }
        }
    }
}
