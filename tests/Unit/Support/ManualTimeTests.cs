using Tests.Support;

namespace Tests.Unit.Support;

public class ManualTimeTests
{
    private readonly ManualTime time = new();
    private readonly List<string> fired = [];

    [Fact]
    public void It_stands_still_until_it_is_advanced()
    {
        var (wall, stamp) = (time.GetUtcNow(), time.GetTimestamp());

        time.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(TimeSpan.FromSeconds(90), time.GetUtcNow() - wall);
        Assert.Equal(TimeSpan.FromSeconds(90), time.GetElapsedTime(stamp));
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_time_and_then_of_their_making()
    {
        Once("third", 3);
        Once("first", 1);
        Once("second, made earlier", 2);
        Once("second, made later", 2);

        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["first at 1", "second, made earlier at 2", "second, made later at 2"], fired);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("third at 3", fired[^1]);
    }

    [Fact]
    public void A_periodic_timer_fires_at_each_of_its_times()
    {
        using var timer = time.CreateTimer(Note, "tick", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(["tick at 1", "tick at 3", "tick at 5"], fired);
    }

    [Fact]
    public void A_timer_that_a_timer_makes_fires_on_the_way()
    {
        using var timer = time.CreateTimer(
            _ => Once("made at 1", 2), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(["made at 1 at 3"], fired);
    }

    [Fact]
    public void A_changed_timer_forgets_its_old_time_and_a_disposed_one_its_last()
    {
        var changed = time.CreateTimer(Note, "changed", TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        var disposed = time.CreateTimer(Note, "disposed", TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        var stopped = time.CreateTimer(Note, "stopped", TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        Assert.True(changed.Change(TimeSpan.FromSeconds(4), Timeout.InfiniteTimeSpan));
        Assert.True(stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        disposed.Dispose();
        Assert.False(disposed.Change(TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan));
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["changed at 4"], fired);
        Assert.Equal(0, time.ActiveTimers);
    }

    [Fact]
    public async Task Delays_and_cancellation_run_on_it()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(1), time, TestContext.Current.CancellationToken);
        using var cancelling = new CancellationTokenSource(TimeSpan.FromMinutes(2), time);
        Assert.Equal(2, time.ActiveTimers);

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(delay.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.CompletesAsync(delay, "the delay", TestContext.Current.CancellationToken);
        Assert.False(cancelling.IsCancellationRequested);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(cancelling.IsCancellationRequested);
    }

    [Fact]
    public void It_does_not_go_back() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => time.Advance(TimeSpan.FromTicks(-1)));

    private void Once(string name, int afterSeconds) =>
        time.CreateTimer(Note, name, TimeSpan.FromSeconds(afterSeconds), Timeout.InfiniteTimeSpan);

    private void Note(object? name) => fired.Add($"{name} at {time.Elapsed.TotalSeconds}");
}
