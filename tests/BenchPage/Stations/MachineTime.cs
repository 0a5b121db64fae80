using Tests.Support;

namespace Tests.BenchPage;

/// <summary>
/// The clocks of a station's machine, which are those of the daemon that runs on it: a kernel stamps its lines by the
/// same clocks that its programs read.
/// </summary>
public sealed class MachineTime : TimeProvider, IAsyncDisposable
{
    private readonly MovableClock? clock;
    private long ahead;

    private MachineTime(MovableClock? clock) => this.clock = clock;

    /// <summary>Why they cannot be turned here; null: they can.</summary>
    public static string? WhyNot => NativeLayer.WhyNot;

    /// <summary>By how much they were turned on.</summary>
    public TimeSpan Ahead => TimeSpan.FromTicks(Interlocked.Read(ref ahead));

    /// <inheritdoc/>
    public override long GetTimestamp() => System.GetTimestamp() + Ahead.Ticks * (TimestampFrequency / 10_000_000);

    /// <param name="path">A file of its own.</param>
    public static MachineTime Open(string path) => new(WhyNot is null ? new MovableClock(path) : null);

    /// <summary>Variables that the daemon is started with.</summary>
    public async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync(CancellationToken cancellation) =>
        clock is null ? new Dictionary<string, string>() : await clock.EnvironmentAsync(cancellation);

    /// <summary>It is so much later there, from now on.</summary>
    public void TurnOn(TimeSpan by)
    {
        if (clock is null)
            return;
        clock.Advance(by);
        Interlocked.Add(ref ahead, by.Ticks);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        clock?.Dispose();
        return ValueTask.CompletedTask;
    }
}
