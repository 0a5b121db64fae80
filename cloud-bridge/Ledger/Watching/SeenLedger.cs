using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What there is to be seen of a ledger at one moment.</summary>
/// <param name="Cards">How many there are.</param>
/// <param name="Era">Of the books.</param>
/// <param name="List">The last that was made; null: none.</param>
/// <param name="OpenRows">What somebody must look at, by its kind: <see cref="ReconcileReport.OpenInBooks"/>.</param>
/// <param name="Terminals">In order, those that were revoked too.</param>
internal sealed record SeenLedger(
    int Cards,
    long Era,
    ListVersion? List,
    IReadOnlyDictionary<string, int> OpenRows,
    IReadOnlyList<SeenTerminal> Terminals)
{
    /// <summary>Terminals have what these books have not said: <see cref="Fleet.AheadOf"/>.</summary>
    public required bool IsBehind { get; init; }

    /// <summary>Looks.</summary>
    public static SeenLedger Of(ILedgerStore store, Fleet fleet) => store.Read(books => new SeenLedger(
        books.CardCount,
        books.Era,
        books.LastList,
        ReconcileReport.OpenInBooks(books),
        [.. books.Terminals.Select(book => SeenTerminal.Of(book, fleet))])
    {
        IsBehind = fleet.AheadOf(books) is not null,
    });
}
