namespace HardwareDrivers.Lines;

/// <summary>
/// Decides when a valve has to close. Pure: pulses and time are given, nothing is waited for. Immutable, so that a mark
/// from another thread is one exchange.
/// </summary>
/// <param name="Grant">How far it may go.</param>
/// <param name="LagPulses">What still flows after the order to close; learned, see <see cref="ClosingLag"/>.</param>
/// <param name="DurablePulses">The last mark that is on the disk.</param>
public sealed record ValveGuard(ValveGrant Grant, long LagPulses, long DurablePulses)
{
    /// <summary>What is marked on the disk now; a lower mark than before changes nothing.</summary>
    public ValveGuard Renewed(long durablePulses) =>
        durablePulses > DurablePulses ? this with { DurablePulses = durablePulses } : this;

    /// <summary>Must it close?</summary>
    /// <param name="pulses">Counted since it was opened.</param>
    /// <param name="open">How long it has been open.</param>
    /// <returns>Why; null to stay open.</returns>
    public ValveEnd? Look(long pulses, TimeSpan open)
    {
        if (pulses >= Grant.Pulses - LagPulses)
            return ValveEnd.GrantUsed;
        if (open >= Grant.Deadline)
            return ValveEnd.DeadlinePassed;
        return pulses - DurablePulses >= Grant.LeasePulses ? ValveEnd.LeaseRanOut : null;
    }
}
