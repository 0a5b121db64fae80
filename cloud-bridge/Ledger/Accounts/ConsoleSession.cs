using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A browser in which somebody has logged in.</summary>
/// <param name="Name">The account.</param>
/// <param name="Hash">Of what the browser shows.</param>
/// <param name="OpenedMilliseconds">Since 1970-01-01T00:00:00Z.</param>
/// <param name="UsedMilliseconds">When that was noted last.</param>
internal sealed record ConsoleSession(string Name, Digest Hash, long OpenedMilliseconds, long UsedMilliseconds)
{
    /// <summary>It ends then whatever happens: a long shift.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>It ends when nobody has used it for so long.</summary>
    public static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(30);

    /// <summary>That it is used is noted so often.</summary>
    public static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(5);

    /// <summary>Is it over? Also when the clock was set back behind its beginning: nobody knows its age.</summary>
    public bool IsOver(long nowMilliseconds) =>
        nowMilliseconds - OpenedMilliseconds >= Longest.TotalMilliseconds ||
        nowMilliseconds - UsedMilliseconds >= LongestIdle.TotalMilliseconds ||
        OpenedMilliseconds - nowMilliseconds >= LongestIdle.TotalMilliseconds;

    /// <summary>Is it time to note that it is used?</summary>
    public bool WantsNote(long nowMilliseconds) =>
        nowMilliseconds - UsedMilliseconds >= NotedEvery.TotalMilliseconds;
}
