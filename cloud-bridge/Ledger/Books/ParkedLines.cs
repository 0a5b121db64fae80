using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Records of one terminal that wait for others. Bounded: what is beyond is sent again anyhow, because it was not
/// acknowledged.
/// </summary>
internal sealed class ParkedLines
{
    /// <summary>Of one terminal, over all its epochs.</summary>
    public const int MostLines = 4_096;

    /// <summary>Of one terminal: 4 MiB.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    private readonly SortedDictionary<RecordPosition, List<ParkedLine>> lines = [];
    private readonly Dictionary<Digest, RecordPosition> positions = [];
    private readonly Dictionary<RecordPosition, int> closers = [];
    private int bytes;

    /// <summary>How many.</summary>
    public int Count => positions.Count;

    /// <summary>All, in order of their places, and of their coming.</summary>
    public IEnumerable<ParkedLine> All => lines.Values.SelectMany(same => same);

    /// <summary>Is it here?</summary>
    public bool Has(Digest hash) => positions.ContainsKey(hash);

    /// <summary>One of them; null: it is not here.</summary>
    public ParkedLine? Find(Digest hash) =>
        positions.TryGetValue(hash, out var position) ? lines[position].Single(line => line.Hash == hash) : null;

    /// <summary>Is a capture or release of this hold here?</summary>
    public bool IsClosed(RecordPosition hold) => closers.ContainsKey(hold);

    /// <summary>Is there room for a line of so many bytes?</summary>
    public bool HasRoomFor(int length) => Count < MostLines && bytes + length <= MostBytes;

    /// <summary>Those for one place, in the order of their coming.</summary>
    public IReadOnlyList<ParkedLine> At(RecordPosition position) =>
        lines.TryGetValue(position, out var same) ? same : [];

    /// <summary>The first of an epoch; null when there is none.</summary>
    public ParkedLine? FirstOf(long epoch) => All.FirstOrDefault(line => line.Position.Epoch == epoch);

    /// <summary>
    /// What the first of an epoch follow: a gap before them can end with any of these. Two terminals that write under
    /// one name make two.
    /// </summary>
    public IReadOnlyList<ParkedLine> BranchesOf(long epoch) =>
        FirstOf(epoch) is { } first ? [.. At(first.Position).DistinctBy(line => line.Previous)] : [];

    public void Add(ParkedLine line)
    {
        lines.TryAdd(line.Position, []);
        lines[line.Position].Add(line);
        positions.Add(line.Hash, line.Position);
        bytes += line.Line.Length;
        CountCloser(line, 1);
    }

    /// <summary>It is booked, if it was here at all.</summary>
    public void Remove(Digest hash)
    {
        if (!positions.Remove(hash, out var position))
            return;
        var same = lines[position];
        var line = same.Single(row => row.Hash == hash);
        bytes -= line.Line.Length;
        CountCloser(line, -1);
        same.Remove(line);
        if (same.Count == 0)
            lines.Remove(position);
    }

    private void CountCloser(ParkedLine line, int times)
    {
        if (line.Closes is not { } hold)
            return;
        closers[hold] = closers.GetValueOrDefault(hold) + times;
        if (closers[hold] == 0)
            closers.Remove(hold);
    }
}
