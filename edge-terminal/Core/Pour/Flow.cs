using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// What the meter has said of a pour. Flow is judged over a window that begins anew when it has passed, and when
/// something flows again after a pause.
/// </summary>
/// <param name="Pulses">Since the valve opened.</param>
/// <param name="MovedAt">When the meter last moved; when the valve opened, before that.</param>
/// <param name="WindowPulses">At the beginning of the window.</param>
/// <param name="WindowAt">When that was.</param>
public sealed record Flow(long Pulses, long MovedAt, long WindowPulses, long WindowAt)
{
    /// <summary>The valve opens.</summary>
    public static Flow Begin(long now) => new(0, now, 0, now);

    /// <summary>The meter has moved on; what says less than was said before is late.</summary>
    public Flow Counted(long pulses, long now, PourSetup setup) =>
        pulses <= Pulses ? this
        : IsPause(now, setup) ? new Flow(pulses, now, Pulses, now)
        : this with { Pulses = pulses, MovedAt = now };

    /// <summary>When to look at it again, if the meter does not move.</summary>
    public long JudgeAt(PourSetup setup) =>
        Math.Min(MovedAt + setup.NoFlowMilliseconds, WindowAt + setup.SlowMilliseconds);

    /// <summary>Must the pour end?</summary>
    /// <returns>Why; null: it goes on.</returns>
    public PourEnd? Judge(long now, long pulsesPerLitre, PourSetup setup)
    {
        if (now - MovedAt >= setup.NoFlowMilliseconds)
            return Pulses == 0 && !setup.HasHandTap ? PourEnd.MeterDead : PourEnd.NoFlow;
        var passed = now - WindowAt;
        if (passed < setup.SlowMilliseconds || IsPause(now, setup) || setup.HasHandTap)
            return null;
        var flowed = Volumes.OfPulses(Pulses - WindowPulses, pulsesPerLitre);
        return flowed * 1_000 < setup.LeastFlowMicrolitres * passed ? PourEnd.TooSlow : null;
    }

    /// <summary>The next window, once this one has passed.</summary>
    public Flow Judged(long now, PourSetup setup) =>
        now - WindowAt >= setup.SlowMilliseconds ? this with { WindowPulses = Pulses, WindowAt = now } : this;

    private bool IsPause(long now, PourSetup setup) => now - MovedAt > setup.SlowMilliseconds / 2;
}
