using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Records that others wait for.</summary>
/// <param name="Terminal">Whose.</param>
/// <param name="From">The first that is missing.</param>
/// <param name="Through">The last.</param>
/// <param name="Waiting">How many wait behind them.</param>
/// <param name="Branches">What a treasurer chooses by, where the first of those that wait follow several.</param>
/// <param name="First">All that wait for the first one's place.</param>
internal sealed record OpenGap(
    TerminalId Terminal,
    RecordPosition From,
    RecordPosition Through,
    int Waiting,
    IReadOnlyList<ParkedLine> Branches,
    IReadOnlyList<ParkedLine> First)
{
    /// <summary>All that are open.</summary>
    public static IEnumerable<OpenGap> All(LedgerBooks books) => books.Terminals.SelectMany(Of);

    /// <summary>Where the terminal's present key ends; null: it is a gap before lines that are parked.</summary>
    public KeyEndGap? End { get; private init; }

    /// <summary>The key that ends there; null: none does.</summary>
    public KeyId? Ends { get; private init; }

    /// <summary>
    /// The terminal has left the key of that epoch: what is missing is not taken any more, and what waits is booked
    /// beside its chain alone.
    /// </summary>
    public bool IsLeft { get; private init; }

    /// <summary>The hash of the last one, which a decision names; null: a treasurer has to choose.</summary>
    public Digest? Hash => End?.Ended.Hash ?? (Branches is [var only] ? only.Previous : null);

    /// <summary>All of a terminal.</summary>
    public static IEnumerable<OpenGap> Of(TerminalBook book)
    {
        var gaps = OfChains(book).ToList();
        if (AtEnd(book) is not { } end)
            return gaps;
        // Lines may wait for the same record as the first one under the next key: that is one gap.
        var same = gaps.Find(gap => gap.Through == end.Through && gap.Hash == end.Hash);
        return
        [
            .. gaps.Where(gap => gap != same),
            same is null ? end : end with { Waiting = end.Waiting + same.Waiting, First = same.First },
        ];
    }

    /// <summary>Of the epoch with which the terminal's present key ends, before the first record under the next one.
    /// </summary>
    private static OpenGap? AtEnd(TerminalBook book) =>
        book.Chains.Select(book.GapAtEnd).FirstOrDefault(gap => gap is not null) is { Ended: var ended } end
            ? new OpenGap(
                book.Terminal,
                new RecordPosition(ended.Epoch, end.First),
                ended.Position(),
                Waiting: 1,
                Branches: [],
                First: []) { End = end, Ends = book.Key.KeyId }
            : null;

    private static IEnumerable<OpenGap> OfChains(TerminalBook book) =>
        from chain in book.Chains
        let waiting = book.Parked.All.Where(line => line.Position.Epoch == chain.Epoch).ToList()
        where waiting.Count > 0
        select new OpenGap(
            book.Terminal,
            new RecordPosition(chain.Epoch, chain.Sequence + 1),
            waiting[0].Position.Before(),
            waiting.Count,
            book.Parked.BranchesOf(chain.Epoch),
            book.Parked.At(waiting[0].Position).ToList()) { IsLeft = book.Keys.IsLeft(chain.Epoch) };
}
