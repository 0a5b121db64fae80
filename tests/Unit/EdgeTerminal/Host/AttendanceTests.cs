using EdgeTerminal.Host;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>Who is missed when he is gone.</summary>
public sealed class AttendanceTests
{
    private readonly TaskCompletionSource serving = new();
    private readonly TaskCompletionSource relaying = new();
    private readonly TaskCompletionSource asking = new();

    private Task<bool> IsBroken => Attendance.IsBrokenAsync(serving.Task, relaying.Task, asking.Task);

    [Fact]
    public async Task Who_has_done_what_he_was_for_is_not()
    {
        var broken = IsBroken;
        asking.SetResult();
        serving.SetResult();

        Assert.False(await broken);
    }

    [Fact]
    public async Task Whoever_fails_is()
    {
        asking.SetException(new InvalidOperationException("a bug"));

        Assert.True(await IsBroken);
    }

    [Fact]
    public async Task So_is_the_relay_whatever_ends_it()
    {
        relaying.SetResult();

        Assert.True(await IsBroken);
    }
}
