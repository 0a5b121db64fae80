using CloudBridge.Contract;

namespace Tests.Simulation;

/// <summary>
/// What was brought to a process of other terminals, in order: what it could hear, whether it listened or not. A line
/// counts for it until a list has it, and one that a list has need not be listened to; should a later list lack it, as
/// that of a restored ledger may, it has to be brought again.
/// </summary>
/// <param name="listed">What the list has that the process begins with.</param>
/// <param name="forgets">No list lacks what one before had: what a list has need not be remembered.</param>
internal sealed class Hearing(IReadOnlyDictionary<TerminalId, EpochMarks> listed, bool forgets = false)
{
    private IReadOnlyDictionary<TerminalId, EpochMarks> listed = listed;
    private readonly Dictionary<(TerminalId Terminal, RecordPosition Position), List<(int From, int Until)>> heard = [];
    private readonly HashSet<(TerminalId Terminal, RecordPosition Position)> open = [];
    private readonly Dictionary<(TerminalId Terminal, RecordPosition Position), CardToken> blocked = [];

    /// <summary>A point in the order.</summary>
    public int Moment { get; private set; }

    /// <summary>These are brought.</summary>
    public void Add(IEnumerable<Post.Line> lines)
    {
        Moment++;
        foreach (var line in lines)
        {
            var place = (line.Terminal, line.Position);
            if (IsListed(place) || !open.Add(place))
                continue;
            if (line.Blocks is { } card)
                blocked[place] = card;
            if (!heard.TryGetValue(place, out var times))
                heard[place] = times = [];
            times.Add((Moment, int.MaxValue));
        }
    }

    /// <summary>A list takes effect: what it has counts no more for having been heard.</summary>
    public void Listed(IReadOnlyDictionary<TerminalId, EpochMarks> marks)
    {
        Moment++;
        listed = marks;
        foreach (var place in open.Where(IsListed).ToList())
        {
            open.Remove(place);
            blocked.Remove(place);
            if (forgets)
                heard.Remove(place);
            else
                heard[place][^1] = (heard[place][^1].From, Moment);
        }
    }

    /// <summary>Did this record count for having been heard, at that point?</summary>
    public bool HadHeard(int moment, TerminalId terminal, RecordPosition position) =>
        heard.TryGetValue((terminal, position), out var times) &&
        times.Exists(time => time.From <= moment && moment < time.Until);

    /// <summary>Staff has blocked it elsewhere, and that was heard.</summary>
    public bool HasBlocked(CardToken card) => blocked.ContainsValue(card);

    private bool IsListed((TerminalId Terminal, RecordPosition Position) place) =>
        listed.GetValueOrDefault(place.Terminal).Covers(place.Position);
}
