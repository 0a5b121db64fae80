using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using Tests.Support;

namespace Tests.Unit.HardwareDrivers.Lines;

/// <summary>A valve with a line that is watched, a meter that a test turns, and a clock that it advances.</summary>
public abstract class ValveRig : IDisposable
{
    private protected static readonly ValveGrant Grant = new(1_000, TimeSpan.FromSeconds(60), 270);

    /// <param name="timers">What the valve takes for its clock.</param>
    /// <param name="glitches">What of the meter's pulses is none; null: every pulse counts.</param>
    private protected ValveRig(Func<ManualTime, TimeProvider> timers, PulseFilterSettings? glitches = null)
    {
        Meter = new PushedInput(Time);
        Timers = timers(Time);
        Valve = new Valve(Line, Meter, Timers, glitches);
    }

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected ManualTime Time { get; } = new();

    private protected TimeProvider Timers { get; }

    private protected WatchedLine Line { get; } = new();

    private protected PushedInput Meter { get; }

    private protected Valve Valve { get; }

    private protected EventLog<ValveReport> Reports { get; } = new();

    public void Dispose()
    {
        // Nobody advances the clock any more: the flow settles because its line is gone.
        Valve.Close();
        Meter.Vanish();
        Valve.Dispose();
        Meter.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task OpenAsync()
    {
        var empty = Meter.TimesEmpty;
        Valve.Open(Grant, Reports.Add);
        await Eventually.TrueAsync(() => Line.IsActive && Meter.TimesEmpty > empty, "it is open", Cancellation);
    }

    private protected Task CountedAsync(long pulses) =>
        Eventually.EqualAsync(
            pulses,
            () => Valve.LifetimePulses - Valve.LifetimeBeforeOpening,
            "pulses counted",
            Cancellation);

    private protected Task ClosedAsync() =>
        Eventually.TrueAsync(() => !Line.IsActive, "it is closed", Cancellation);

    /// <summary>Lets the flow settle: its thread may have to wait for that more than once.</summary>
    private protected async Task<ValveReport> ReportAsync(int skip = 0)
    {
        await Eventually.TrueAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromMilliseconds(100));
                return Reports.Seen.Count > skip;
            },
            "the report is there",
            Cancellation);
        return Reports.Seen[skip];
    }
}
