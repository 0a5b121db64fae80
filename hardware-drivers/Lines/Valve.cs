using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Lines;

/// <summary>
/// A valve with a flow meter. While it is open a thread of its own watches the meter and closes it: when the grant is
/// used but for what still flows, at the deadline, or one lease beyond the last durable mark. Closing waits for
/// nothing: no loop, no disk, no network. A timer stands behind the thread: it drives the line by itself at the
/// deadline, and again each second for as long as the valve cannot be closed.
/// </summary>
public sealed class Valve : IDisposable
{
    private static readonly TimeSpan ThreadPatience = TimeSpan.FromSeconds(5);

    private readonly IOutputLine line;
    private readonly IInputLine meter;
    private readonly TimeProvider time;
    private readonly PulseCount count = new();

    // Guards all below, and the line: who drives it knows whose opening it is. Nobody waits while it is held.
    private readonly Lock gate = new();
    private ClosingLag lag;
    private Opening? current;
    private bool disposed;

    /// <param name="line">The valve's; safe is closed.</param>
    /// <param name="meter">The flow meter's, which nobody else reads; opened as <see
    /// cref="InputLineSettings.Counted"/>. While this thread does not run, a meter of 270 Hz fills its 1,024 changes in
    /// 1.9 s.</param>
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

    /// <summary>It is shut, as far as its line tells, and may be opened.</summary>
    public bool IsReady
    {
        get
        {
            lock (gate)
                return current is null && !disposed;
        }
    }

    /// <summary>Opens the valve. What flowed before is not counted. A grant that is used up by what flows after the
    /// closing does not open it: the report follows all the same.</summary>
    /// <param name="grant">How far it may go.</param>
    /// <param name="report">Called once, on the valve's thread, after it was closed and the flow has settled.</param>
    /// <exception cref="InvalidOperationException">It is not <see cref="IsReady"/>: open, not settled yet, or it could
    /// not be closed.</exception>
    public void Open(ValveGrant grant, Action<ValveReport> report)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (current is not null)
                throw new InvalidOperationException("The valve is open already.");
            current = new Opening(this, new ValveGuard(grant, lag.Pulses, DurablePulses: 0), report);
            current.Begin();
        }
    }

    /// <summary>Pulses counted since it was opened, no more than have flowed; 0 while nothing is under way.</summary>
    public long Pulses => Volatile.Read(ref current)?.Pulses ?? 0;

    /// <summary>So much is on the disk: it may run one lease beyond.</summary>
    public void Renew(long durablePulses)
    {
        lock (gate)
            current?.Renew(durablePulses);
    }

    /// <summary>Closes it now, from any thread; the report follows.</summary>
    public void Close() => Volatile.Read(ref current)?.Close(ValveEnd.Stopped, null);

    /// <summary>Closes it and waits for its report, a few seconds at most. The lines belong to the caller.</summary>
    public void Dispose()
    {
        lock (gate)
            disposed = true;
        if (Volatile.Read(ref current) is not { } opening)
            return;
        opening.Close(ValveEnd.Stopped, null);
        opening.Join(ThreadPatience);
        opening.Dispose();
    }

    private sealed class Opening : IDisposable
    {
        // So long without a pulse after the closing, and what could still flow has flowed.
        private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

        // However it drips: a report comes.
        private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(3);

        private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

        // More than a meter makes in the time that it takes to read them.
        private const int MostDiscarded = 64 * 64;

        private readonly Valve valve;
        private readonly Action<ValveReport> report;
        // Has neither timer nor handle of the system: nothing to dispose of.
        private readonly CancellationTokenSource closed = new();
        private readonly Thread thread;
        private readonly ITimer timer;
        private long pulses;

        // Guarded by the valve's gate.
        private ValveGuard guard;
        private ValveEnd? end;
        private string? detail;
        private string? stuck;
        private bool teaches;
        private bool isTold;
        private long pulsesAtClosing;

        public Opening(Valve valve, ValveGuard guard, Action<ValveReport> report)
        {
            (this.valve, this.guard, this.report) = (valve, guard, report);
            timer = valve.time.CreateTimer(
                _ => Close(ValveEnd.DeadlinePassed, null), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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

        public void Renew(long durablePulses) => guard = guard.Renewed(durablePulses);

        /// <summary>The first reason counts; the line is driven each time, closing twice harms nobody. Unless it is
        /// the next opening's by now.</summary>
        public void Close(ValveEnd why, string? how)
        {
            lock (valve.gate)
            {
                if (valve.current != this)
                    return;
                Note(how);
                // What flowed after it is not known, or not counted.
                teaches &= why is not (ValveEnd.InputLost or ValveEnd.LineLost or ValveEnd.Fault);
                Shut(why);
                if (end is not null)
                    return;
                (end, pulsesAtClosing) = (why, pulses);
            }
            // Not with the gate held: whoever listens may need it, or hold what its owner waits for.
            closed.Cancel();
        }

        /// <summary>Nothing is driven any more.</summary>
        public void Dispose() => timer.Dispose();

        private void Run()
        {
            try
            {
                if (Pour())
                    Settle();
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
            report(Finish());
        }

        /// <returns>False when it was not opened.</returns>
        private bool Pour()
        {
            Discard();
            var start = valve.time.GetTimestamp();
            if (!TryOpen())
                return false;
            var deadline = guard.Grant.Deadline;
            Span<LineEdge> edges = stackalloc LineEdge[64];
            while (!closed.IsCancellationRequested)
            {
                var left = deadline - valve.time.GetElapsedTime(start);
                if (!TryRead(edges, left > TimeSpan.Zero ? left : TimeSpan.Zero))
                    break;
                if (Look(valve.time.GetElapsedTime(start)) is { } why)
                    Close(why, null);
            }
            return true;
        }

        private bool TryOpen()
        {
            lock (valve.gate)
            {
                if (end is not null)
                    return false;
                if (Look(TimeSpan.Zero) is { } why)
                {
                    end = why;
                    return false;
                }
                timer.Change(guard.Grant.Deadline, Again);
                teaches = true;
                if (valve.line.Set(true) is not DeviceOutcome.Failure failure)
                    return true;
                Note(failure.Detail);
            }
            Close(ValveEnd.LineLost, null);
            return false;
        }

        private ValveEnd? Look(TimeSpan open)
        {
            lock (valve.gate)
                return guard.Look(valve.count.Most, open);
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
        private void Settle()
        {
            var start = valve.time.GetTimestamp();
            Span<LineEdge> edges = stackalloc LineEdge[64];
            while (valve.time.GetElapsedTime(start) < LongestSettling)
            {
                var read = valve.meter.Read(edges, Settling, CancellationToken.None);
                if (read == 0)
                    return;
                Take(edges[..read]);
                lock (valve.gate)
                    if (stuck is not null)
                        Shut(ValveEnd.LineLost);
            }
        }

        private void Take(Span<LineEdge> edges)
        {
            foreach (var edge in edges)
                valve.count.Take(edge);
            Volatile.Write(ref pulses, valve.count.Fewest);
        }

        /// <summary>What dripped while it was shut is a leak, and not this guest's.</summary>
        private void Discard()
        {
            Span<LineEdge> edges = stackalloc LineEdge[64];
            try
            {
                for (var discarded = 0; discarded < MostDiscarded;)
                {
                    var read = valve.meter.Read(edges, TimeSpan.Zero, CancellationToken.None);
                    foreach (var edge in edges[..read])
                        valve.count.Take(edge);
                    if (read == 0)
                        break;
                    discarded += read;
                }
            }
            finally
            {
                // Also where the meter is lost: the guest before has paid for what was counted until now.
                valve.count.Restart();
            }
        }

        /// <summary>The last word of the thread: the valve is free again, if it is shut.</summary>
        private ValveReport Finish()
        {
            lock (valve.gate)
            {
                Shut(ValveEnd.Fault);
                isTold = true;
                var after = valve.count.Fewest - pulsesAtClosing;
                if (stuck is null)
                    Free();
                // More than a lease is a leak and no lag: who learned it would not open any more.
                if (teaches)
                    valve.lag = valve.lag.Learned(Math.Min(after, guard.Grant.LeasePulses));
                return new ValveReport(
                    stuck is null ? end!.Value : ValveEnd.LineLost,
                    valve.count.Fewest, after, valve.count.LostEdges, detail);
            }
        }

        /// <summary>Drives the line; where that fails, the timer goes on trying.</summary>
        private void Shut(ValveEnd why)
        {
            var before = stuck;
            stuck = (valve.line.Set(false) as DeviceOutcome.Failure)?.Detail;
            if (stuck is not null && before is null)
            {
                teaches = false;
                Note($"{end ?? why}; the valve's line: {stuck}");
                timer.Change(Again, Again);
            }
            if (stuck is null && isTold)
                Free();
        }

        private void Free()
        {
            timer.Dispose();
            valve.current = null;
        }

        private void Note(string? what)
        {
            if (what is not null)
                detail = detail is null ? what : $"{detail}; {what}";
        }
    }
}
