using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Lines;

/// <summary>
/// A valve with a flow meter. While it is open a thread of its own watches the meter and closes it: when the grant is
/// used but for what still flows, at the deadline, or one lease beyond the last durable mark. Closing waits for
/// nothing: no loop, no disk, no network. A timer stands behind the thread: it drives the line by itself at the
/// deadline, and again each second for as long as the valve cannot be closed.
/// </summary>
public sealed partial class Valve : IDisposable
{
    private static readonly TimeSpan ThreadPatience = TimeSpan.FromSeconds(5);

    private readonly IOutputLine line;
    private readonly IInputLine meter;
    private readonly TimeProvider time;
    private readonly PulseFilter filter;
    private readonly PulseCount count;

    // Guards the meter and the count: an opening has it from its first look at the meter to its last. Taken before the
    // gate, and by no order: a meter that does not answer keeps nobody from closing the valve.
    private readonly Lock reading = new();

    // Guards all below, and the line: who drives it knows whose opening it is. Nobody waits while it is held.
    private readonly Lock gate = new();
    private ClosingLag lag;
    private Opening? current;
    private long settledPulses;
    private bool disposed;

    /// <param name="line">The valve's; safe is closed.</param>
    /// <param name="meter">The flow meter's, which nobody else reads; opened as <see
    /// cref="InputLineSettings.Counted"/>. While this thread does not run, a meter of 270 Hz fills its 1,024 changes in
    /// 1.9 s.</param>
    /// <param name="time">For the deadline; the system's goes with the moments of the meter's changes.</param>
    /// <param name="glitches">What of the meter's pulses is none; null: every pulse counts.</param>
    public Valve(IOutputLine line, IInputLine meter, TimeProvider time, PulseFilterSettings? glitches = null)
    {
        (this.line, this.meter, this.time) = (line, meter, time);
        filter = new PulseFilter(glitches ?? PulseFilterSettings.None);
        count = new PulseCount(filter);
    }

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

    /// <summary>
    /// Pulses counted since it was opened, no more than have flowed, and none of after it was closed: of those only the
    /// report can tell what leaks. 0 while nothing is under way.
    /// </summary>
    public long Pulses => Volatile.Read(ref current)?.Pulses ?? 0;

    /// <summary>So much is on the disk: it may run one lease beyond.</summary>
    public void Renew(long durablePulses)
    {
        lock (gate)
            current?.Renew(durablePulses);
    }

    /// <summary>
    /// Closes it now, from any thread; the report follows. Where no opening is under way the line is driven all the
    /// same: something else may have opened it.
    /// </summary>
    public void Close()
    {
        Opening? opening;
        lock (gate)
        {
            opening = current;
            if (opening is null && !disposed)
                line.Set(false);
        }
        opening?.Close(ValveEnd.Stopped, null);
    }

    /// <summary>Closes it and waits for its report, a few seconds at most. The lines belong to the caller.</summary>
    public void Dispose()
    {
        lock (gate)
            disposed = true;
        if (Volatile.Read(ref current) is { } opening)
        {
            opening.Close(ValveEnd.Stopped, null);
            opening.Join(ThreadPatience);
            opening.Dispose();
        }
        // Whoever looks at the meter has done so.
        if (reading.TryEnter(ThreadPatience))
            reading.Exit();
    }
}
