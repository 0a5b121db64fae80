using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// How long holds have been open, by this process's own clock. After a restart all of them begin anew: they count
/// longer, never shorter.
/// </summary>
internal sealed class HoldWatch
{
    private Dictionary<(TerminalId Terminal, RecordPosition Held), long> since = [];

    /// <summary>Holds that have been open for too long.</summary>
    /// <param name="counting">All that count now.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    public List<(TerminalId Terminal, RecordPosition Held)> Overdue(
        IEnumerable<(TerminalId Terminal, RecordPosition Held)> counting, long now)
    {
        since = counting.ToDictionary(hold => hold, hold => since.GetValueOrDefault(hold, now));
        return
        [
            .. from hold in since
               where now - hold.Value >= OpenHold.CountsForMilliseconds
               orderby hold.Key.Terminal.ToString(), hold.Key.Held
               select hold.Key,
        ];
    }
}
