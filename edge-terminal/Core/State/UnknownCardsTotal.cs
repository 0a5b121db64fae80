using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What cards that the list does not have spent on a day.</summary>
/// <param name="Day">Which.</param>
/// <param name="Spent">The sum.</param>
internal readonly record struct UnknownCardsTotal(long Day, Money Spent)
{
    /// <summary>
    /// The total that a purchase now counts on. Only trusted time begins a new day: no other clock shall end the total
    /// of this one, nor use up that of a day in years to come. A day that is more than one ahead of trusted time was a
    /// wrong clock's: its sum goes on in the day that it is. One ahead may come again at midnight, and has one total.
    /// </summary>
    public static UnknownCardsTotal At(
        Remembered past, long wallMilliseconds, bool isTrusted, TerminalLimits limits)
    {
        var known = new UnknownCardsTotal(past.UnknownCardsDay, past.UnknownCardsSpent);
        if (!isTrusted)
            return known;
        var today = limits.DayOf(wallMilliseconds);
        return today > known.Day ? new UnknownCardsTotal(today, Money.Zero)
            : today < known.Day - 1 ? known with { Day = today }
            : known;
    }
}
