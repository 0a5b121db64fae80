using Tests.Support;

namespace Tests.Unit.Support;

public class EventuallyTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_goes_on_as_soon_as_the_condition_holds()
    {
        var looks = 0;

        await Eventually.TrueAsync(() => ++looks == 3, "three looks", Cancellation);

        Assert.Equal(3, looks);
    }

    [Fact]
    public async Task A_condition_that_never_holds_is_named()
    {
        var error = await Assert.ThrowsAsync<TimeoutException>(
            () => Eventually.TrueAsync(() => false, "pigs fly", Soon, Cancellation));

        Assert.Equal("Not within 00:00:00.0300000: pigs fly.", error.Message);
    }

    [Fact]
    public async Task A_value_that_never_comes_is_named_with_the_last_one_seen()
    {
        var error = await Assert.ThrowsAsync<TimeoutException>(
            () => Eventually.EqualAsync(3, () => 2, "the number of pigs", Soon, Cancellation));

        Assert.Equal("Not within 00:00:00.0300000: the number of pigs is 3 (last seen: 2).", error.Message);
    }

    [Fact]
    public async Task A_task_that_does_not_end_is_named_and_one_that_fails_fails()
    {
        var error = await Assert.ThrowsAsync<TimeoutException>(
            () => Eventually.CompletesAsync(new TaskCompletionSource().Task, "the flight", Soon, Cancellation));

        Assert.Equal("Not within 00:00:00.0300000: the flight completes.", error.Message);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Eventually.CompletesAsync(
                Task.FromException<int>(new InvalidOperationException()), "the flight", Cancellation));
    }
}
