using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What earlier builds wrote in words.</summary>
internal static class EarlierBuilds
{
    private static readonly (string Start, RowKind Kind)[] Kinds =
    [
        ("overspent: ", RowKind.Overspend),
        ("a card or wallet that the ledger does not know", RowKind.UnknownCard),
        ("a fact that this ledger cannot read", RowKind.Unreadable),
        ("not booked: ", RowKind.TooLarge),
    ];

    /// <summary>Why somebody must look at a record, whichever build booked it.</summary>
    public static ValueList<Finding> FindingsOf(LedgerEntry.RecordBooked booked) =>
        booked.Findings ?? (booked.Suspense is { } words ? [new Finding(KindOf(words), words)] : []);

    private static RowKind KindOf(string words)
    {
        foreach (var (start, kind) in Kinds)
            if (words.StartsWith(start, StringComparison.Ordinal))
                return kind;
        return RowKind.Unreadable;
    }
}
