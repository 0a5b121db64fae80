using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Records of a terminal beside its chains, and what was said twice.</summary>
internal sealed class Forks
{
    private readonly Dictionary<Digest, RecordPosition> booked = [];
    private readonly HashSet<Digest> onlyKept = [];
    private readonly Dictionary<Digest, List<Done>> done = [];

    /// <summary>How many records there are beside the chains.</summary>
    public int Count => booked.Count + onlyKept.Count;

    /// <summary>Is this line booked beside the chains?</summary>
    public bool Has(Digest hash) => booked.ContainsKey(hash);

    /// <summary>Is any line of this epoch booked beside its chain?</summary>
    public bool AreIn(long epoch) => booked.Values.Any(position => position.Epoch == epoch);

    /// <summary>The place that a line beside the chains was written for; null: there is no such line.</summary>
    public RecordPosition? PositionOf(Digest hash) => booked.TryGetValue(hash, out var position) ? position : null;

    /// <summary>
    /// Is this fact booked as what a line said, beside the chains or by a record that says it again? Not asked of a
    /// line in its place.
    /// </summary>
    public bool IsDone(Digest said, Fact? fact) => Find(said, fact) is not null;

    /// <summary>Is anything booked as what this line said?</summary>
    public bool IsSaid(Digest said) => done.ContainsKey(said);

    /// <summary>Did a record give another fact for what this line said?</summary>
    public bool IsDisputed(Digest said, Fact? fact) =>
        done.TryGetValue(said, out var facts) && facts.Any(row => row.Fact != fact);

    /// <summary>What of this line went to suspense for being beside the chains, and is still there.</summary>
    public ValueList<Movement> HeldBack(Digest said, Fact? fact) => Find(said, fact)?.HeldBack ?? [];

    /// <summary>A line is booked beside the chains.</summary>
    public void Add(Digest hash, RecordPosition position)
    {
        onlyKept.Remove(hash);
        booked[hash] = position;
    }

    /// <summary>An earlier build kept a line and did not book it.</summary>
    public void Keep(Digest hash) => onlyKept.Add(hash);

    /// <summary>What a line said is booked.</summary>
    public void NoteDone(Digest said, Fact? fact, ValueList<Movement> heldBack)
    {
        if (!done.TryGetValue(said, out var facts))
            done.Add(said, facts = []);
        facts.RemoveAll(row => row.Fact == fact);
        facts.Add(new Done(fact, heldBack));
    }

    private Done? Find(Digest said, Fact? fact) =>
        done.TryGetValue(said, out var facts) ? facts.Find(row => row.Fact == fact) : null;

    private sealed record Done(Fact? Fact, ValueList<Movement> HeldBack);
}
