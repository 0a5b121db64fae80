using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// Does a card's counter count? It must be above every reading that has counted, on the list and in records since, our
/// own and heard, and not far above; and the list must have the card, or nobody would remember what counted. One that
/// does not count leaves the card with its UID, which anyone can copy.
/// </summary>
internal static class Counters
{
    /// <summary>What a card has proved, its counter judged.</summary>
    public static CardClass ProvedBy(CardPresentation card, TerminalState state, TerminalLimits limits) =>
        card.Proved == CardClass.Counter && !IsGood(card, state, limits.LargestCounterStep)
            ? CardClass.Uid
            : card.Proved;

    private static bool IsGood(CardPresentation card, TerminalState state, int largestStep)
    {
        // It has answered a challenge, and is believed no more than this: there is nothing to show again.
        if (card.Counter is not { } shown)
            return true;
        if (card.Entry is null)
            return false;
        // Nobody knows how often a card was read before it came here first.
        return HighestUsed(card, state) is not { } highest || shown > highest && shown - highest <= largestStep;
    }

    private static long? HighestUsed(CardPresentation card, TerminalState state)
    {
        long?[] used =
        [
            card.Entry?.Counter,
            state.Past.Counters.GetValueOrDefault(card.Card)?.Value,
            state.Present.Peers.HighestUsed(card.Card),
        ];
        return used.Max();
    }
}
