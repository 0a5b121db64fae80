namespace Tests.Support;

/// <summary>
/// A clock that stands still until a test advances it. Timers, <c>Task.Delay</c> and <c>CancellationTokenSource</c>
/// made with it fire inside <see cref="Advance"/>, on the test's thread, in the order of their time. What awaits them
/// goes on by itself afterwards: wait for its effect with <see cref="Eventually"/>.
/// </summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private readonly DateTimeOffset start;
    private TimeSpan elapsed;
    private long timersMade;

    /// <summary>Starts on 2 January 2026, noon UTC: a date that nobody takes for "now".</summary>
    public ManualTime() : this(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero))
    {
    }

    /// <param name="start">Wall time at the beginning.</param>
    public ManualTime(DateTimeOffset start) => this.start = start;

    /// <summary>How far it was advanced so far.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (gate)
                return elapsed;
        }
    }

    /// <summary>
    /// Timers that wait for their time: a test waits for the one that it is about to fire, so that it is not too early.
    /// </summary>
    public int ActiveTimers
    {
        get
        {
            lock (gate)
                return timers.Count;
        }
    }

    /// <summary>Timers that were set so far.</summary>
    public long TimersMade
    {
        get
        {
            lock (gate)
                return timersMade;
        }
    }

    /// <summary>How long until the next timer fires; null when none waits.</summary>
    public TimeSpan? UntilNext
    {
        get
        {
            lock (gate)
                return timers.Count == 0 ? null : timers.Min(timer => timer.Due) - elapsed;
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => start + Elapsed;

    /// <inheritdoc/>
    public override long GetTimestamp() => Elapsed.Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Moves on, and fires every timer that is due on the way, at its own time; those that they make as well.
    /// </summary>
    /// <param name="by">Nothing or more. With nothing, timers that are due now fire.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var target = Elapsed + by;
        while (TakeDue(target) is { } due)
            due.Fire();
        lock (gate)
            elapsed = target;
    }

    /// <summary>Moves on by a tenth of a second at a time, until something has happened.</summary>
    /// <param name="condition">Looked at after each.</param>
    /// <param name="what">The condition in words, for the failure's text.</param>
    /// <param name="cancellation">The test's own.</param>
    /// <exception cref="TimeoutException">It has not, within <see cref="Eventually.Deadline"/>.</exception>
    public Task AdvanceUntilAsync(Func<bool> condition, string what, CancellationToken cancellation) =>
        Eventually.TrueAsync(
            () =>
            {
                Advance(TimeSpan.FromMilliseconds(100));
                return condition();
            },
            what,
            cancellation);

    private ManualTimer? TakeDue(TimeSpan target)
    {
        lock (gate)
        {
            var next = timers.MinBy(timer => (timer.Due, timer.Order));
            if (next is null || next.Due > target)
                return null;
            elapsed = next.Due > elapsed ? next.Due : elapsed;
            if (next.Period is { } period)
                next.Set(next.Due + period, timersMade++);
            else
                timers.Remove(next);
            return next;
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private bool disposed;

        public TimeSpan Due { get; private set; }

        public long Order { get; private set; }

        public TimeSpan? Period { get; private set; }

        public void Set(TimeSpan due, long order) => (Due, Order) = (due, order);

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.gate)
            {
                if (disposed)
                    return false;
                time.timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Set(time.elapsed + dueTime, time.timersMade++);
                Period = period == Timeout.InfiniteTimeSpan || period == TimeSpan.Zero ? null : period;
                time.timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (time.gate)
            {
                disposed = true;
                time.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
