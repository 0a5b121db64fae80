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

    /// <summary>All of a terminal.</summary>
    public static IEnumerable<OpenGap> Of(TerminalBook book) => [.. OfChains(book), .. AtEnd(book)];

    /// <summary>Of the epoch with which the terminal's present key ends, before the first record under the next one.
    /// </summary>
    private static IEnumerable<OpenGap> AtEnd(TerminalBook book) =>
        from chain in book.Chains
        where book.GapAtEnd(chain) is not null
        let gap = book.GapAtEnd(chain)!.Value
        select new OpenGap(
            book.Terminal,
            new RecordPosition(chain.Epoch, gap.First),
            new RecordPosition(chain.Epoch, gap.Last),
            Waiting: 1,
            Branches: [],
            First: []);

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
            book.Parked.At(waiting[0].Position).ToList());
}
