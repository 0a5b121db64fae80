using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Records beside a terminal's chains, held or booked or refused, that are here with all that they follow, back to the
/// chain. Whoever handed such a branch in is told how far it is stored, whatever somebody else wrote in its place, and
/// in whichever order it came.
/// </summary>
internal sealed class StoredBranches
{
    private readonly Dictionary<Digest, RecordPosition> whole = [];

    /// <summary>Those of which something before is missing, by what they follow.</summary>
    private readonly Dictionary<Digest, List<RecordName>> waiting = [];

    /// <summary>One is stored.</summary>
    /// <param name="name">It.</param>
    /// <param name="previous">What it follows.</param>
    /// <param name="chain">Of its epoch.</param>
    public void Note(RecordName name, Digest previous, EpochChain chain)
    {
        if (Reaches(name.Position().Before(), previous, chain))
        {
            whole[name.Hash] = name.Position();
            SettleBehind(name);
        }
        else if (waiting.TryGetValue(previous, out var others))
        {
            others.Add(name);
        }
        else
        {
            waiting.Add(previous, [name]);
        }
    }

    /// <summary>One is in the chain now: what waited for it is whole.</summary>
    public void Reached(RecordName name) => SettleBehind(name);

    /// <summary>Is this record here, in the chain or beside it, and all before it?</summary>
    public bool Reaches(RecordPosition position, Digest hash, EpochChain chain) =>
        chain.HashOf(position.Sequence) == hash || whole.TryGetValue(hash, out var at) && at == position;

    private void SettleBehind(RecordName first)
    {
        // Each record of each terminal comes by here.
        if (waiting.Count == 0)
            return;
        var reached = new Stack<RecordName>([first]);
        while (reached.TryPop(out var before))
        {
            if (!waiting.Remove(before.Hash, out var others))
                continue;
            // Who claims to follow it from another place does not.
            foreach (var name in others.Where(name => name.Position().Before() == before.Position()))
            {
                whole[name.Hash] = name.Position();
                reached.Push(name);
            }
        }
    }
}
