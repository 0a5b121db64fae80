using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>Work that can wait, and a loop that answers.</summary>
public sealed class GuestsFirstTests
{
    [Fact]
    public void While_nobody_is_answered_nobody_stands_aside()
    {
        var guests = new GuestsFirst(Timeout.InfiniteTimeSpan);

        guests.StandAside();
        guests.Begin();
        guests.End();
        guests.StandAside();

        Assert.False(guests.IsAnswering);
    }

    [Fact]
    public async Task Until_the_answer_is_given_the_work_waits()
    {
        var guests = new GuestsFirst(Timeout.InfiniteTimeSpan);
        guests.Begin();
        var isThrough = false;
        var work = new Thread(() =>
        {
            guests.StandAside();
            isThrough = true;
        });
        work.Start();
        await Eventually.TrueAsync(
            () => work.ThreadState.HasFlag(ThreadState.WaitSleepJoin),
            "it waits",
            TestContext.Current.CancellationToken);
        Assert.False(isThrough);

        guests.End();
        work.Join();

        Assert.True(isThrough);
    }

    [Fact]
    public void An_answer_that_takes_long_does_not_hold_the_work_up_for_ever()
    {
        var guests = new GuestsFirst(TimeSpan.FromMilliseconds(1));
        guests.Begin();

        guests.StandAside();

        Assert.True(guests.IsAnswering);
    }
}
