using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A command as it is asked for.</summary>
/// <param name="Terminal">Which is to do it.</param>
/// <param name="Command">What: <see cref="CommandKind"/>.</param>
/// <param name="Card">The card that it is about, if any.</param>
/// <param name="Expires">Not to be done later than this from now on.</param>
/// <param name="Note">Why.</param>
internal sealed record CommandRequest(
    TerminalId Terminal, string Command, CardToken? Card, TimeSpan Expires, string Note)
{
    /// <summary>It may not wait for longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>How long one waits of which nobody says so: what is meant for who stands there now, not long.</summary>
    public static TimeSpan UsualTerm(string command) =>
        command is CommandKind.StopPour or CommandKind.OpenOnce ? TimeSpan.FromSeconds(30) : TimeSpan.FromMinutes(5);
}

/// <summary>A command that was given.</summary>
/// <param name="Terminal">Which is to do it.</param>
/// <param name="Number">Its own, among that terminal's.</param>
/// <param name="ExpiresMilliseconds">Not to be done after this time, since 1970-01-01T00:00:00Z.</param>
internal sealed record CommandAnswer(TerminalId Terminal, long Number, long ExpiresMilliseconds);
