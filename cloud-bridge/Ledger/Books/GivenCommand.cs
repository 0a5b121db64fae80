using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A command that was given to a terminal.</summary>
/// <param name="Number">Its own, among that terminal's.</param>
/// <param name="Command">What: <see cref="CommandKind"/>.</param>
/// <param name="Card">The card that it is about, if any.</param>
/// <param name="ExpiresMilliseconds">Not to be done after this time, since 1970-01-01T00:00:00Z.</param>
/// <param name="Outcome">What the terminal says came of it; null: nothing yet.</param>
internal sealed record GivenCommand(
    long Number, string Command, CardToken? Card, long ExpiresMilliseconds, string? Outcome);
