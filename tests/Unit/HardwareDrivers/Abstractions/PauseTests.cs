using HardwareDrivers.Abstractions;
using Tests.Support;

namespace Tests.Unit.HardwareDrivers.Abstractions;

public class PauseTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// While somebody cancels, and waits for the gate to say so, something changes: whoever wakes first may not wait
    /// for the other. Which of the two is first is the machine's choice, hence the rounds.
    /// </summary>
    [Fact]
    public void A_wait_ends_that_is_pulsed_and_cancelled_at_the_same_time()
    {
        for (var round = 0; round < 50; round++)
        {
            var gate = new object();
            var ready = new ManualResetEventSlim();
            var source = new CancellationTokenSource();
            var waiting = Start(() =>
            {
                lock (gate)
                {
                    ready.Set();
                    Pause.UntilPulsed(gate, Timeout.InfiniteTimeSpan, TimeProvider.System, source.Token);
                }
            });
            Assert.True(ready.Wait(Long, Cancellation));
            Thread cancelling;
            lock (gate)
            {
                cancelling = Start(source.Cancel);
                Assert.True(SpinWait.SpinUntil(() => IsBlocked(cancelling), Long));
                Monitor.PulseAll(gate);
            }

            Assert.True(waiting.Join(Long), $"round {round}: the wait hangs");
            Assert.True(cancelling.Join(Long), $"round {round}: the cancellation hangs");
        }
    }

    [Fact]
    public async Task A_pause_ends_when_its_time_has_come()
    {
        var time = new ManualTime();
        var waiting = Start(() => Pause.For(TimeSpan.FromSeconds(2), time, Cancellation));
        await Eventually.TrueAsync(() => time.ActiveTimers == 1, "it waits", Cancellation);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(waiting.IsAlive);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(waiting.Join(Long));
    }

    /// <summary>A wait of the system's counts whole milliseconds.</summary>
    [Fact]
    public void A_pause_by_the_systems_clock_is_not_cut_to_whole_milliseconds()
    {
        var length = TimeSpan.FromMilliseconds(1.95);
        var start = TimeProvider.System.GetTimestamp();

        for (var round = 0; round < 20; round++)
            Pause.For(length, TimeProvider.System, Cancellation);

        Assert.True(TimeProvider.System.GetElapsedTime(start) >= length * 20);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pause_ends_at_once_when_it_is_cancelled(bool byTheSystemsClock)
    {
        using var source = new CancellationTokenSource();
        Exception? thrown = null;
        var waiting = Start(() => thrown = Record.Exception(() => Pause.For(
            TimeSpan.FromHours(1), byTheSystemsClock ? TimeProvider.System : new ManualTime(), source.Token)));
        await Eventually.TrueAsync(() => IsBlocked(waiting), "it waits", Cancellation);

        source.Cancel();

        Assert.True(waiting.Join(Long));
        Assert.IsType<OperationCanceledException>(thrown);
    }

    private static Thread Start(Action action)
    {
        var thread = new Thread(() => action()) { IsBackground = true };
        thread.Start();
        return thread;
    }

    private static bool IsBlocked(Thread thread) => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0;
}
