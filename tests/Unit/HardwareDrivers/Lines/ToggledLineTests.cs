using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using Tests.Support;

namespace Tests.Unit.HardwareDrivers.Lines;

/// <summary>A tone without PWM: how the line moves, by a clock that a test lets go on.</summary>
public sealed class ToggledLineTests : IDisposable
{
    private readonly StepPacer pacer = new();
    private readonly WatchedLine line = new();
    private readonly ToggledLine tone;

    public ToggledLineTests() => tone = new ToggledLine(line, pacer);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        pacer.Open();
        tone.Dispose();
    }

    [Fact]
    public async Task The_line_is_high_for_half_of_each_period()
    {
        Assert.Same(DeviceOutcome.Done, tone.Start(500));
        pacer.Release(9);

        await Eventually.TrueAsync(() => pacer.Waits.Count == 10, "ten half periods", Cancellation);
        Assert.Equal(Enumerable.Range(1, 10).Select(half => half * 1_000_000L), pacer.Waits);
        Assert.Equal(5, line.TimesActive);
    }

    [Fact]
    public async Task A_pause_of_the_machine_is_not_made_up_for()
    {
        tone.Start(500);
        await Eventually.TrueAsync(() => pacer.Waits.Count == 1, "it waits", Cancellation);
        pacer.Late = 50_000_000;
        pacer.Release(1);
        await Eventually.TrueAsync(() => pacer.Waits.Count == 2, "it is late", Cancellation);
        pacer.Release(1);

        await Eventually.TrueAsync(() => pacer.Waits.Count == 3, "it goes on", Cancellation);
        Assert.Equal([1_000_000, 51_000_000, 52_000_000], pacer.Waits);
    }

    [Fact]
    public async Task Silence_is_a_line_that_is_safe()
    {
        tone.Start(500);
        await Eventually.TrueAsync(() => line.IsActive, "it sounds", Cancellation);

        tone.Stop();
        pacer.Release(1);

        await Eventually.TrueAsync(() => !line.IsActive, "silence", Cancellation);
        Assert.Single(pacer.Waits);
    }

    [Fact]
    public async Task A_line_that_fails_is_told_with_the_next_order()
    {
        line.Broken = "the chip is gone";
        tone.Start(500);
        await Eventually.TrueAsync(() => pacer.Waits.Count == 1, "it was tried", Cancellation);

        Assert.Equal(DeviceOutcome.Failed("the chip is gone"), tone.Stop());
    }

    [Fact]
    public async Task A_tone_that_is_closed_closes_its_line()
    {
        tone.Start(500);
        await Eventually.TrueAsync(() => line.IsActive, "it sounds", Cancellation);
        pacer.Open();

        tone.Dispose();

        Assert.Equal((false, true), (line.IsActive, line.IsDisposed));
    }

    /// <summary>Each sleep ends when the test lets it, at the moment that was asked for or later.</summary>
    private sealed class StepPacer : IPacer
    {
        // Guards what follows, and is pulsed when a step is let go.
        private readonly object gate = new();
        private readonly List<long> waits = [];
        private long steps;
        private long now;

        public long Now => Volatile.Read(ref now);

        /// <summary>How much too late the next sleep ends.</summary>
        public long Late { get; set; }

        public IReadOnlyList<long> Waits
        {
            get
            {
                lock (gate)
                    return [.. waits];
            }
        }

        public void Release(int count)
        {
            lock (gate)
            {
                steps += count;
                Monitor.PulseAll(gate);
            }
        }

        /// <summary>From now on every sleep ends at once.</summary>
        public void Open() => Release(int.MaxValue);

        public void SleepUntil(long nanoseconds)
        {
            lock (gate)
            {
                waits.Add(nanoseconds);
                while (steps == 0)
                    Monitor.Wait(gate);
                steps--;
            }
            Volatile.Write(ref now, nanoseconds + Late);
            Late = 0;
        }
    }
}
