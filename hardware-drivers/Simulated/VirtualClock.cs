namespace HardwareDrivers.Simulated;

/// <summary>
/// A clock that stands still until somebody waits, and then jumps: hours of waiting pass in microseconds, and always in
/// the same way. For one thread.
/// </summary>
public sealed class VirtualClock : TimeProvider
{
    private readonly PriorityQueue<Action, (long Due, long Order)> agenda = new();
    private long order;

    /// <summary>Nanoseconds since it was made.</summary>
    public long Now { get; private set; }

    /// <summary>When the next thing on the agenda is due; <see cref="long.MaxValue"/> for nothing.</summary>
    public long NextEvent => agenda.TryPeek(out _, out var next) ? next.Due : long.MaxValue;

    /// <inheritdoc/>
    public override long TimestampFrequency => 1_000_000_000;

    /// <summary>Has something done when the time comes.</summary>
    /// <param name="moment">Counted from the clock's beginning.</param>
    /// <param name="action">What.</param>
    public void At(TimeSpan moment, Action action) => agenda.Enqueue(action, (moment.ToNanoseconds(), order++));

    /// <summary>Lets time pass, and what is due happen.</summary>
    /// <param name="moment">Nanoseconds; in the past: nothing happens.</param>
    public void AdvanceTo(long moment)
    {
        while (NextEvent <= moment)
        {
            Now = Math.Max(Now, NextEvent);
            agenda.Dequeue()();
        }
        Now = Math.Max(Now, moment);
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => Now;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + GetElapsedTime(0);

    /// <summary>
    /// Whoever makes a timer is about to wait for it, on the one thread there is: the time passes here and now.
    /// </summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
            throw new NotSupportedException("This clock has timers that fire once only.");
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            AdvanceTo(Now + dueTime.ToNanoseconds());
            callback(state);
        }
        return new FiredTimer();
    }

    private sealed class FiredTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
