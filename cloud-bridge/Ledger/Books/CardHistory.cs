using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Which lines of the log tell of a card: numbers, so that memory has room for all of them.</summary>
internal sealed class CardHistory
{
    private readonly Dictionary<CardToken, List<uint>> lines = [];

    /// <summary>The last lines that tell of a card, the last first.</summary>
    public IReadOnlyList<long> Last(CardToken card, int most) => lines.TryGetValue(card, out var all)
        ? [.. all.AsEnumerable().Reverse().Take(most).Select(line => (long)line)]
        : [];

    /// <summary>A line tells of a card.</summary>
    public void Note(CardToken card, long line)
    {
        if (!lines.TryGetValue(card, out var all))
            lines.Add(card, all = []);
        if (all.Count == 0 || all[^1] != line)
            all.Add(checked((uint)line));
    }
}
