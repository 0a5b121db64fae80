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
    private readonly HashSet<long> refusedEpochs = [];
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

    /// <summary>What stands before these in their journal was refused: nobody can tell what they follow from.</summary>
    public bool IsRefused(long epoch) => refusedEpochs.Contains(epoch);

    /// <summary>The last of an epoch that is stored, in its chain or behind that.</summary>
    public EpochAck EndOf(EpochChain chain) =>
        ends.TryGetValue(chain.Epoch, out var end) && end.Sequence > chain.Sequence
            ? end
            : new EpochAck(chain.Epoch, chain.Sequence, chain.Hash);

    /// <summary>One is kept.</summary>
    /// <param name="line">It.</param>
    /// <param name="previous">What it follows.</param>
    /// <param name="chain">Of its epoch.</param>
    public void Add(HeldLine line, Digest previous, EpochChain chain)
    {
        var end = EndOf(chain);
        lines.Add(line.Hash, line);
        characters += line.Line.Length;
        if (line.Position.Sequence == end.Sequence + 1 && previous == end.Hash)
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
        foreach (var line in Undecided.Where(line => line.Position <= decided.Position()).ToList())
            if (decided.AreBooked)
                Release(line);
            else
                Refuse(line);
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
        refusedEpochs.Add(line.Position.Epoch);
    }
}
