namespace CloudBridge.Relay;

/// <summary>
/// How long to wait before dialling again: from half a second, doubled each time, up to a longest; each wait somewhere
/// between half of that and all, so that two hundred terminals do not come back in one instant.
/// </summary>
public sealed class Backoff(TimeSpan longest, Func<double> chance)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);

    private TimeSpan next = Shortest;

    /// <summary>The next one begins from the shortest again.</summary>
    public void Succeeded() => next = Shortest;

    /// <summary>The wait.</summary>
    public TimeSpan Next()
    {
        var wait = Spread(next);
        next = next * 2 < longest ? next * 2 : longest;
        return wait;
    }

    /// <summary>The wait after a refusal: nothing changes before somebody changes something.</summary>
    public TimeSpan Longest() => Spread(longest);

    private TimeSpan Spread(TimeSpan wait) => wait * (0.5 + chance() / 2);
}
