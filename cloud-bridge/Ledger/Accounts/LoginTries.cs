namespace CloudBridge.Ledger;

/// <summary>
/// Wrong passwords one after the other, of one account, or of all names that there are not. Some are free; then each
/// one makes the next wait twice as long.
/// </summary>
/// <param name="Wrong">How many.</param>
/// <param name="LastMilliseconds">When the last was, since 1970-01-01T00:00:00Z.</param>
internal readonly record struct LoginTries(int Wrong, long LastMilliseconds)
{
    /// <summary>People mistype.</summary>
    public const int Free = 5;

    /// <summary>Long enough for whoever guesses, and short enough for a bar.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    /// <summary>One more.</summary>
    public LoginTries After(long atMilliseconds) => new(
        atMilliseconds - LastMilliseconds >= Forgotten.TotalMilliseconds ? 1 : Math.Min(Wrong + 1, 1_000),
        atMilliseconds);

    /// <summary>How long until the next one counts; null: it counts.</summary>
    public TimeSpan? Wait(long nowMilliseconds)
    {
        if (Wrong < Free)
            return null;
        var wait = FirstWait * (1 << Math.Min(Wrong - Free, 10));
        if (wait > LongestWait)
            wait = LongestWait;
        // A clock that was ahead then bars nobody until it is there again.
        if (nowMilliseconds < LastMilliseconds - wait.TotalMilliseconds)
            return null;
        var left = wait - TimeSpan.FromMilliseconds(Math.Max(0, nowMilliseconds - LastMilliseconds));
        return left > TimeSpan.Zero ? left : null;
    }
}
