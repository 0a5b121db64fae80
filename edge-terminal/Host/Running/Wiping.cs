using System.Globalization;
using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>When a terminal is to give up its keys because nobody has confirmed its list for too long.</summary>
/// <param name="after">So long after it expired; null: never.</param>
/// <param name="clock">The terminal's.</param>
/// <param name="enrolledExpirySeconds">When a list expires by the enrolment.</param>
internal sealed class Wiping(TimeSpan? after, TerminalClock clock, int enrolledExpirySeconds = 0)
{
    private const long LookEveryMilliseconds = 60_000;

    /// <summary>
    /// The longest that held here: keys are gone for good, and nobody is to lose them because limits were sent that are
    /// shorter, or were withdrawn, or were lost.
    /// </summary>
    private int expirySeconds = enrolledExpirySeconds;

    /// <summary>How long the loop may wait for an input, at most; null: as long as it likes.</summary>
    public long? MillisecondsLeft => after is null ? null : LookEveryMilliseconds;

    /// <summary>It serves nobody any more, and nobody is in danger: the daemon is to take it apart.</summary>
    public static bool IsOver(TerminalState state) =>
        state.Present is { Phase: StationPhase.OutOfService or GatePhase.Open, FireIsOn: false } &&
        state.Past.Move is null &&
        Terminal.IsOutForGood(state.Past);

    /// <summary>Why it serves nobody any more, for people; null: it may.</summary>
    public static string? WhyOf(Remembered past) => Terminal.IsOutForGood(past)
        ? string.Join(", ", past.Faults.Where(fault => fault is Fault.Revoked or Fault.KeysWiped))
        : null;

    /// <summary>What begins now; null: nothing.</summary>
    public Input? Begins(TerminalState state, TerminalLimits limits)
    {
        expirySeconds = Math.Max(expirySeconds, limits.ExpirySeconds);
        return after is { } most &&
            state.Present.Phase is not (StationPhase.Starting or StationPhase.Stopped) &&
            !Terminal.IsOutForGood(state.Past) &&
            // How long a list is good then is not known.
            !state.Past.Faults.Contains(Fault.ConfigurationLost) &&
            Terminal.ExpiredFor(state, clock.Now(), limits with { ExpirySeconds = expirySeconds }) is { } expired &&
            expired >= most.TotalMilliseconds
                ? new Input.FaultBegan(Fault.KeysWiped, string.Create(
                    CultureInfo.InvariantCulture,
                    $"the list expired {TimeSpan.FromMilliseconds(expired).TotalHours:0.#} hours ago"))
                : null;
    }
}
