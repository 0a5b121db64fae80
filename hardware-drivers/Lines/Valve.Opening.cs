using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Lines;

/// <content>From an order to open to the report.</content>
public sealed partial class Valve
{
    private sealed class Opening : IDisposable
    {
        // So long without a pulse after the closing, and what could still flow has flowed.
        private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

        // However it drips: a report comes.
        private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(3);

        private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

        private readonly Valve valve;
        private readonly Action<ValveReport> report;
        // Has neither timer nor handle of the system: nothing to dispose of.
        private readonly CancellationTokenSource closed = new();
        private readonly Thread thread;
        private readonly ITimer timer;
        private long pulses;
        private long mostTold = long.MaxValue;

        // Guarded by the valve's gate.
        private ValveGuard guard;
        private ValveEnd? end;
        private string? detail;
        private string? stuck;
        private bool teaches;
        private bool isTold;
        private long pulsesAtClosing;
        private bool flowsOn;

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

        public long Pulses => Math.Min(Volatile.Read(ref pulses), Volatile.Read(ref mostTold));

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
                Volatile.Write(ref mostTold, pulsesAtClosing);
            }
            // Not with the gate held: whoever listens may need it, or hold what its owner waits for.
            closed.Cancel();
        }

        /// <summary>Nothing is driven any more.</summary>
        public void Dispose() => timer.Dispose();

        private void Run()
        {
            ValveReport last;
            lock (valve.reading)
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
                last = Finish();
            }
            report(last);
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
                if (valve.Drive(open: true) is not DeviceOutcome.Failure failure)
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
            flowsOn = true;
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
            try
            {
                valve.meter.TakeWaiting(valve.count.Take);
            }
            finally
            {
                // Also where the meter is lost: the guest before has paid for what was counted until now.
                valve.count.Restart();
                valve.settledPulses = 0;
            }
        }

        /// <summary>The last word of the thread: the valve is free again, if it is shut.</summary>
        private ValveReport Finish()
        {
            lock (valve.gate)
            {
                Shut(ValveEnd.Fault);
                isTold = true;
                valve.settledPulses = valve.count.Fewest;
                var after = valve.count.Fewest - pulsesAtClosing;
                if (stuck is null)
                    Free();
                // More than a lease is a leak and no lag: who learned it would not open any more.
                if (teaches)
                    valve.lag = valve.lag.Learned(Math.Min(after, guard.Grant.LeasePulses));
                return new ValveReport(
                    stuck is null ? end!.Value : ValveEnd.LineLost,
                    valve.count.Fewest, after, valve.count.LostEdges, detail)
                {
                    FlowsOn = flowsOn,
                };
            }
        }

        /// <summary>Drives the line; where that fails, the timer goes on trying.</summary>
        private void Shut(ValveEnd why)
        {
            var before = stuck;
            // Only the first of several orders is a switching.
            stuck = ((end is null ? valve.Drive(open: false) : valve.line.Set(false)) as DeviceOutcome.Failure)?.Detail;
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
