namespace EdgeTerminal.Core;

/// <content>A drink station's orders.</content>
public abstract partial record Effect
{
    /// <summary>Open a tap's valve; it closes by itself when one of these is reached.</summary>
    /// <param name="Tap">Which.</param>
    /// <param name="Opening">Its number, in this boot: what is said of it says so.</param>
    /// <param name="GrantPulses">What is held for.</param>
    /// <param name="DeadlineMilliseconds">The longest that it may be open.</param>
    /// <param name="LeasePulses">How far it may run beyond the last durable mark.</param>
    public sealed record OpenValve(
        int Tap, long Opening, long GrantPulses, long DeadlineMilliseconds, long LeasePulses) : ToDevice;

    /// <summary>So many pulses are durable: the valve may run one lease beyond.</summary>
    public sealed record RenewLease(int Tap, long DurablePulses) : ToDevice;

    /// <summary>Close the valve now.</summary>
    public sealed record CloseValve(int Tap) : ToDevice;
}
