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
    private int characters;
    private int released;

    /// <summary>Those on which nobody has decided, in order of their places.</summary>
    public IEnumerable<HeldLine> Undecided => All.Where(line => !line.IsReleased);

    /// <summary>Those that are to be booked and are not yet, in order.</summary>
    public IEnumerable<HeldLine> Released => All.Where(line => line.IsReleased);

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
        while (lines.TryGetValue(hash, out var line) && !line.IsReleased)
        {
            branch.Add(line);
            hash = line.Previous;
        }
        branch.Reverse();
        return branch;
    }

    /// <summary>The ends of all branches on which nobody has decided, in order.</summary>
    public IReadOnlyList<HeldLine> Ends()
    {
        var followed = Undecided.Select(line => line.Previous).ToHashSet();
        return [.. Undecided.Where(line => !followed.Contains(line.Hash))];
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
        NoteRefusal(line);
        if (line.Position.Sequence == end.Sequence + 1 && line.Previous == end.Hash)
            ends[chain.Epoch] = new EpochAck(chain.Epoch, line.Position.Sequence, line.Hash);
    }

    /// <summary>It is booked, if it was here at all.</summary>
    public void Remove(Digest hash)
    {
        if (!lines.Remove(hash, out var line))
            return;
        characters -= line.Line.Length;
        released -= line.IsReleased ? 1 : 0;
    }

    /// <summary>A treasurer has decided.</summary>
    public void Decide(LedgerEntry.HeldDecided decided)
    {
        foreach (var line in BranchTo(decided.Hash))
            if (decided.AreBooked)
                Release(line);
            else
                Refuse(line);
        if (!decided.AreBooked)
            foreach (var line in Undecided)
                NoteRefusal(line);
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
