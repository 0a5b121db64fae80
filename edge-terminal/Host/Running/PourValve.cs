using EdgeTerminal.Core;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;

namespace EdgeTerminal.Host;

/// <summary>
/// The valve and the meter of a tap, as the loop sees them: orders are carried out at once and wait for nothing; what
/// the meter says is posted ten times a second. Where a line is missing each order is answered by that.
/// </summary>
internal sealed class PourValve : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Drops that are further apart are no leak.</summary>
    private static readonly TimeSpan LeakWithin = TimeSpan.FromMinutes(1);

    private readonly int tap;
    private readonly Valve? valve;
    private readonly IInputLine? meter;
    private readonly ILineChip? chip;
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private readonly Lock looking = new();
    private long countedBefore;
    private IInbox inbox = null!;
    private long opening;

    // Of looks, one at a time.
    private (long Opening, long Pulses) told;
    private (long Before, long Told, long Since) drips;
    private bool isLost;

    /// <param name="tap">Which, from 1.</param>
    /// <param name="devices">Which lines.</param>
    /// <param name="usualChip">Where they name none.</param>
    /// <param name="board">Has the meter's line.</param>
    /// <param name="lines">Have the valve's, which is safe already.</param>
    /// <param name="time">For deadlines and looks.</param>
    public PourValve(
        int tap, DrinkDevices devices, int usualChip, IBoard board, SafeLines lines, TimeProvider time)
    {
        (this.tap, this.time) = (tap, time);
        try
        {
            chip = board.OpenLines(devices.MeterChip ?? usualChip);
            meter = chip.OpenInput(devices.Meter);
            if (lines.Find(devices.Valve) is { } line)
                valve = new Valve(line, meter, time, devices.Glitches);
            Lost = valve is null ? $"there is no line '{devices.Valve}'" : Missing(lines, devices.Valve);
        }
        catch (Exception error) when (error is LinkLostException or ArgumentException)
        {
            Lost = error.Message;
        }
        timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Why it cannot pour since the start; null: it can.</summary>
    public string? Lost { get; }

    /// <summary>Looks at the meter from now on.</summary>
    /// <param name="before">What it had counted before this start.</param>
    /// <param name="loop">Told of it.</param>
    public void Start(long before, IInbox loop)
    {
        (countedBefore, inbox) = (before, loop);
        if (Lost is { } why)
            Raise(why);
        if (valve is not null)
            timer.Change(LookEvery, LookEvery);
    }

    /// <summary>Only the loop calls it.</summary>
    public void Do(Effect.ToDevice order)
    {
        switch (order)
        {
            case Effect.OpenValve open:
                Open(open);
                break;
            case Effect.RenewLease renew:
                valve?.Renew(renew.DurablePulses);
                break;
            case Effect.CloseValve:
                valve?.Close();
                break;
            default:
                throw new InvalidOperationException($"A drink station has no device for {order.GetType().Name}.");
        }
    }

    /// <summary>Closes the valve; its line is its owner's.</summary>
    public void Dispose()
    {
        timer.Dispose();
        valve?.Dispose();
        meter?.Dispose();
        chip?.Dispose();
    }

    private static string? Missing(SafeLines lines, string valve) =>
        lines.Troubles.FirstOrDefault(trouble => trouble.Line == valve)?.Detail;

    private void Open(Effect.OpenValve open)
    {
        if (valve is null || !valve.IsReady)
        {
            // The loop itself must not wait for room; without any the station gives the valve up after a while.
            inbox.Offer(new LoopInput.Core(
                new Input.ValveClosed(ValveClosing.DeviceLost, 0, FlowsOn: false, open.Opening, tap, TotalWhileShut)));
            return;
        }
        Volatile.Write(ref opening, open.Opening);
        valve.Open(
            new ValveGrant(
                open.GrantPulses, TimeSpan.FromMilliseconds(open.DeadlineMilliseconds), open.LeasePulses),
            report => Report(open.Opening, report));
    }

    /// <summary>On the valve's thread, once it is shut. What leaked is nobody's.</summary>
    private void Report(long opened, ValveReport report) => inbox.Post(new LoopInput.Core(new Input.ValveClosed(
        report.End switch
        {
            ValveEnd.GrantUsed => ValveClosing.GrantUsed,
            ValveEnd.DeadlinePassed => ValveClosing.DeadlinePassed,
            ValveEnd.LeaseRanOut => ValveClosing.LeaseRanOut,
            ValveEnd.Stopped => ValveClosing.Ordered,
            _ => ValveClosing.DeviceLost,
        },
        report.FlowsOn ? report.Pulses - report.PulsesAfterClosing : report.Pulses,
        report.FlowsOn,
        opened,
        tap,
        TotalAt(report.Pulses))));

    /// <summary>All that the meter ever counted, when this opening had counted so much.</summary>
    private long TotalAt(long pulses) => countedBefore + (valve?.LifetimeBeforeOpening ?? 0) + pulses;

    private long TotalWhileShut => countedBefore + (valve?.LifetimePulses ?? 0);

    private void Look()
    {
        // A look that comes while one is under way is not needed.
        if (!looking.TryEnter())
            return;
        try
        {
            if (valve!.CountWhileShut() is { } dripped)
                LookAtDrips(dripped);
            else
                LookAtFlow(Volatile.Read(ref opening), valve.Pulses);
        }
        catch (LinkLostException lost)
        {
            Raise(lost.Message);
        }
        finally
        {
            looking.Exit();
        }
    }

    /// <summary>Pulses that were read while one opening gave way to the next are neither's: the next look has them.
    /// </summary>
    private void LookAtFlow(long of, long pulses)
    {
        if (Volatile.Read(ref opening) != of)
            return;
        if (told.Opening != of)
            told = (of, 0);
        if (pulses > told.Pulses &&
            inbox.Offer(new LoopInput.Core(new Input.PulsesCounted(pulses, of, tap, TotalAt(pulses)))))
            told = (of, pulses);
    }

    private void LookAtDrips(long dripped)
    {
        // Counted anew after each opening.
        if (dripped < drips.Told)
            drips = (0, 0, time.GetTimestamp());
        else if (time.GetElapsedTime(drips.Since) > LeakWithin)
            drips = (drips.Told, drips.Told, time.GetTimestamp());
        if (dripped > drips.Told && inbox.Offer(new LoopInput.Core(
            new Input.PulsesWhileShut(dripped - drips.Before, tap, TotalWhileShut))))
            drips = drips with { Told = dripped };
    }

    private void Raise(string why)
    {
        if (!isLost)
            isLost = inbox.Offer(new LoopInput.Core(new Input.FaultBegan(Fault.ValveLost, why)));
    }
}
