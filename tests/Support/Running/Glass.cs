using HardwareDrivers.Simulated;

namespace Tests.Support;

/// <summary>
/// A glass under a tap: while the valve is open water runs, turns the meter, and fills the glass. What has flowed and
/// what the meter was turned by are the same by construction: where the machine is late, the water waits.
/// </summary>
public sealed class Glass : IAsyncDisposable
{
    /// <summary>The meter's.</summary>
    public const int PulsesPerLitre = 400;

    /// <summary>Holds so much; more runs over.</summary>
    public const long Capacity = 500_000;

    private const long MicrolitresAPulse = 1_000_000 / PulsesPerLitre;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    // 60 ml a second are 24 pulses: the meter's line changes each 21 ms.
    private static readonly TimeSpan HalfPulse = TimeSpan.FromMilliseconds(1_000.0 / 48);

    // 5 ml a second: 2 pulses.
    private static readonly TimeSpan HalfPulseOfTrickle = TimeSpan.FromMilliseconds(250);

    // A valve of this size is shut so long after its coil.
    private static readonly TimeSpan ClosingTime = TimeSpan.FromMilliseconds(60);

    private readonly VirtualLine valve;
    private readonly VirtualLine meter;
    private readonly CancellationTokenSource leaving = new();
    private readonly Task flowing;
    private long pulses;
    private long pulsesBefore;
    private volatile TapTrouble trouble;

    /// <param name="valve">Open while it is high.</param>
    /// <param name="meter">Turned by what flows.</param>
    public Glass(VirtualLine valve, VirtualLine meter)
    {
        (this.valve, this.meter) = (valve, meter);
        meter.Drive(false);
        flowing = FlowAsync();
    }

    /// <summary>The valve's coil has current.</summary>
    public bool IsOpen => valve.Level;

    /// <summary>What is wrong with the tap, from now on.</summary>
    public TapTrouble Trouble
    {
        get => trouble;
        set => trouble = value;
    }

    /// <summary>What the meter was turned by, into whatever glass.</summary>
    public long Pulses => Interlocked.Read(ref pulses);

    /// <summary>Microlitres that have flowed into this glass.</summary>
    public long Microlitres => (Interlocked.Read(ref pulses) - Interlocked.Read(ref pulsesBefore)) * MicrolitresAPulse;

    /// <summary>An empty glass takes its place.</summary>
    public void Change() => Interlocked.Exchange(ref pulsesBefore, Interlocked.Read(ref pulses));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        await flowing;
        leaving.Dispose();
    }

    private async Task FlowAsync()
    {
        using var ticks = new PeriodicTimer(Tick, TimeProvider.System);
        var (turned, left, last) = (TimeSpan.Zero, TimeSpan.Zero, TimeProvider.System.GetTimestamp());
        try
        {
            while (await ticks.WaitForNextTickAsync(leaving.Token))
            {
                var now = TimeProvider.System.GetTimestamp();
                var passed = TimeProvider.System.GetElapsedTime(last, now);
                last = now;
                left = valve.Level || trouble == TapTrouble.ValveLeaks ? ClosingTime : left - passed;
                if (left <= TimeSpan.Zero || trouble == TapTrouble.MeterStuck)
                    continue;
                var half = trouble == TapTrouble.KegNearlyEmpty ? HalfPulseOfTrickle : HalfPulse;
                turned += passed < half ? passed : half;
                if (turned < half)
                    continue;
                turned -= half;
                Turn();
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody looks any more.
        }
    }

    private void Turn()
    {
        var high = !meter.Level;
        meter.Drive(high);
        if (high)
            Interlocked.Increment(ref pulses);
    }
}
