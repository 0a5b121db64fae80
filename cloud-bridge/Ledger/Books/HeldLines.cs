using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Records that a revoked terminal handed in, beyond what was known of. Bounded: whoever has its key can write any
/// number. What is beyond is not acknowledged, and can be handed in when a treasurer has decided.
/// </summary>
internal sealed class HeldLines
{
    /// <summary>As many as a journal has room for while nobody acknowledges.</summary>
    public const int MostLines = 100_000;

    /// <summary>64 Mi, of base64url: as many bytes as they came.</summary>
    public const int MostCharacters = 64 * 1024 * 1024;

    private readonly Dictionary<Digest, HeldLine> lines = [];
    private readonly Dictionary<long, EpochAck> ends = [];
    private readonly HashSet<Digest> refused = [];
    private readonly HashSet<Digest> behindRefused = [];
    private IReadOnlyList<HeldBranch>? branches;
    private int characters;
    private int released;

    /// <summary>Those on which nobody has decided, in order of their places.</summary>
    public IEnumerable<HeldLine> Undecided => All.Where(line => !line.IsReleased);

    /// <summary>Those that are to be booked and are not yet, in order.</summary>
    public IEnumerable<HeldLine> Released => All.Where(line => line.IsReleased);

    /// <summary>Is nothing here, neither to be decided on nor to be booked?</summary>
    public bool IsEmpty => lines.Count == 0;

    /// <summary>Is there something to be booked?</summary>
    public bool HasReleased => released > 0;

    private IEnumerable<HeldLine> All => lines.Values.OrderBy(line => line.Position);

    /// <summary>Is it here, or was it, and refused?</summary>
    public bool Has(Digest hash) => lines.ContainsKey(hash) || refused.Contains(hash);

    /// <summary>Is there room for a line of so many characters? Those that were refused make room.</summary>
    public bool HasRoomFor(int length) => lines.Count < MostLines && characters + length <= MostCharacters;

    /// <summary>
    /// What such a record follows was refused: it is of the same hand. What stands beside it in the same epoch is not:
    /// whoever has the key may have written the one, and the terminal the other.
    /// </summary>
    /// <param name="previous">What it follows.</param>
    public bool FollowsRefused(Digest previous) => refused.Contains(previous) || behindRefused.Contains(previous);

    /// <summary>
    /// A record on which nobody has decided, and all such before it, in order: its hash says which they are, whatever
    /// else comes. Empty: there is none.
    /// </summary>
    public IReadOnlyList<HeldLine> BranchTo(Digest hash)
    {
        var branch = new List<HeldLine>();
        for (var line = Find(hash); line is not null; line = ParentOf(line))
            branch.Add(line);
        branch.Reverse();
        return branch;
    }

    /// <summary>
    /// What a refusal takes: of <see cref="BranchTo"/> the part that no other branch has. What others follow as well
    /// may be of another hand.
    /// </summary>
    public IReadOnlyList<HeldLine> OwnTo(Digest hash) => OwnTo(hash, Followed());

    /// <summary>All branches, in order of their ends. Found once, until something changes.</summary>
    public IReadOnlyList<HeldBranch> Branches()
    {
        if (branches is not null)
            return branches;
        var followed = Followed();
        var ways = new Dictionary<Digest, (HeldLine Root, int Count)>(lines.Count);
        var found = new List<HeldBranch>();
        // In order of their places: what a record follows comes before it.
        foreach (var line in Undecided)
        {
            var way = ParentOf(line) is { } parent
                ? ways[parent.Hash] with { Count = ways[parent.Hash].Count + 1 }
                : (Root: line, Count: 1);
            ways.Add(line.Hash, way);
            if (!followed.ContainsKey(line.Hash))
                found.Add(new HeldBranch(way.Root, way.Count, OwnTo(line.Hash, followed)));
        }
        return branches = found;
    }

    /// <summary>Who claims to follow a record, and does not stand behind it, does not.</summary>
    private HeldLine? ParentOf(HeldLine line) =>
        Find(line.Previous) is { } parent && parent.Position == line.Position.Before() ? parent : null;

    private HeldLine? Find(Digest hash) =>
        lines.TryGetValue(hash, out var line) && !line.IsReleased ? line : null;

    /// <summary>By how many each is followed on which nobody has decided.</summary>
    private Dictionary<Digest, int> Followed() => lines.Values
        .Where(line => !line.IsReleased && ParentOf(line) is not null)
        .CountBy(line => line.Previous)
        .ToDictionary();

    private IReadOnlyList<HeldLine> OwnTo(Digest hash, Dictionary<Digest, int> followed)
    {
        var own = new List<HeldLine>();
        for (var line = Find(hash); line is not null; line = ParentOf(line))
        {
            if (own.Count > 0 && followed.GetValueOrDefault(line.Hash) > 1)
                break;
            own.Add(line);
        }
        own.Reverse();
        return own;
    }

    /// <summary>The last of an epoch that is stored, in its chain or behind that.</summary>
    public EpochAck EndOf(EpochChain chain) =>
        ends.TryGetValue(chain.Epoch, out var end) && end.Sequence > chain.Sequence
            ? end
            : new EpochAck(chain.Epoch, chain.Sequence, chain.Hash);

    /// <summary>One is kept.</summary>
    /// <param name="line">It.</param>
    /// <param name="chain">Of its epoch.</param>
    public void Add(HeldLine line, EpochChain chain)
    {
        var end = EndOf(chain);
        lines.Add(line.Hash, line);
        characters += line.Line.Length;
        branches = null;
        NoteRefusal(line);
        if (line.Position.Sequence == end.Sequence + 1 && line.Previous == end.Hash)
            ends[chain.Epoch] = new EpochAck(chain.Epoch, line.Position.Sequence, line.Hash);
        else if (FollowsRefused(end.Hash) && line.Previous == chain.Hash)
            FindEnd(chain);
    }

    /// <summary>It is booked, if it was here at all.</summary>
    public void Remove(Digest hash)
    {
        if (!lines.Remove(hash, out var line))
            return;
        characters -= line.Line.Length;
        released -= line.IsReleased ? 1 : 0;
        branches = null;
    }

    /// <summary>A treasurer has decided.</summary>
    /// <param name="decided">How.</param>
    /// <param name="chain">Of its epoch.</param>
    /// <returns>What he refused.</returns>
    public IReadOnlyList<HeldLine> Decide(LedgerEntry.HeldDecided decided, EpochChain chain)
    {
        branches = null;
        if (decided.AreBooked)
        {
            foreach (var line in BranchTo(decided.Hash))
                Release(line);
            return [];
        }
        var own = OwnTo(decided.Hash);
        foreach (var line in own)
            Refuse(line);
        foreach (var line in Undecided)
            NoteRefusal(line);
        FindEnd(chain);
        return own;
    }

    /// <summary>What was refused gives its place up to what stands beside it, as soon as there is something.</summary>
    private void FindEnd(EpochChain chain)
    {
        var following = lines.Values.Where(line => !behindRefused.Contains(line.Hash)).ToLookup(line => line.Previous);
        var end = new EpochAck(chain.Epoch, chain.Sequence, chain.Hash);
        while (following[end.Hash]
            .Where(line => line.Position == end.Position().Next())
            .OrderBy(line => (line.AtMilliseconds, line.Hash.ToString()))
            .FirstOrDefault() is { } next)
            ends[chain.Epoch] = end = new EpochAck(chain.Epoch, next.Position.Sequence, next.Hash);
    }

    private void NoteRefusal(HeldLine line)
    {
        if (FollowsRefused(line.Previous))
            behindRefused.Add(line.Hash);
    }

    private void Release(HeldLine line)
    {
        lines[line.Hash] = line with { IsReleased = true };
        released++;
    }

    private void Refuse(HeldLine line)
    {
        Remove(line.Hash);
        refused.Add(line.Hash);
    }
}
