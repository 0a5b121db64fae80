using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Terminals that send lines beyond a gap. A gap fills within seconds, because the terminal starts again from our ack.
/// One that stays is no loss on the way: the terminal takes for acknowledged what these books do not have.
/// </summary>
internal sealed class Gaps
{
    /// <summary>Milliseconds; many times what starting again takes.</summary>
    private const long Patience = 60_000;

    private readonly Dictionary<TerminalId, (long Since, long Last)> open = [];

    /// <summary>A record was booked: what was missing has come.</summary>
    public void Filled(TerminalId terminal) => open.Remove(terminal);

    /// <summary>A line came from beyond a gap.</summary>
    /// <param name="terminal">An enrolled one.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    /// <returns>The gap stays.</returns>
    public bool Stays(TerminalId terminal, long now)
    {
        var since = open.TryGetValue(terminal, out var gap) && now - gap.Last < Patience ? gap.Since : now;
        open[terminal] = (since, now);
        return now - since >= Patience;
    }
}
