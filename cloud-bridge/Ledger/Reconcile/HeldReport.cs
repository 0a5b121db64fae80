using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// What of a revoked terminal's journal waits for a treasurer: a row for each branch, because what the terminal wrote
/// and what somebody wrote with its key beside it are decided on each for itself.
/// </summary>
internal static class HeldReport
{
    /// <summary>Whoever has the key can begin any number of branches.</summary>
    public const int MostRows = 20;

    public static IEnumerable<ReportRow> Of(TerminalBook book)
    {
        var ends = book.Held.Ends();
        foreach (var end in ends.Take(MostRows))
            yield return Of(book, book.Held.BranchTo(end.Hash), ends.Count - 1);
    }

    private static ReportRow Of(TerminalBook book, IReadOnlyList<HeldLine> branch, int others)
    {
        var (first, last) = (branch[0], branch[^1]);
        return new ReportRow(
            null,
            "held",
            book.Terminal,
            first.Position.ToString(),
            $"{branch.Count} records from {first.Position} through {last.Position}:{last.Hash} were handed in after " +
            $"it was revoked{Place(book, first)}; {Sums(branch)}; before that it had written " +
            (book.QueueEnd?.ToString() ?? "nobody knows how far") +
            (others > 0 ? $"; so many other branches are held: {others}" : ""),
            ReconcileReport.ToDoOfHeld);
    }

    private static string Place(TerminalBook book, HeldLine first) =>
        book.Held.FollowsRefused(first.Previous) ? ", and follow what was refused"
        : book.PlaceOf(first.Position, first.Previous, first.Hash) switch
        {
            Ledger.Place.Next => ", and follow what is booked",
            Ledger.Place.Beside => ", beside what is booked",
            _ => ", and follow what is not here",
        };

    private static string Sums(IReadOnlyList<HeldLine> branch)
    {
        var movements = branch
            .SelectMany(line => StoredLine.Read(line.Line).OrThrow().FactOrNull()?.Movements() ?? [])
            .GroupBy(movement => (movement.Asset, movement.Amount.IsPositive))
            .Select(group =>
                $"they {(group.Key.IsPositive ? "give" : "take")} {SumOf(group)} {group.Key.Asset}")
            .Order(StringComparer.Ordinal)
            .ToList();
        return movements.Count == 0 ? "they move nothing" : string.Join(", ", movements);
    }

    /// <summary>Of any number of lines that somebody made up.</summary>
    private static Int128 SumOf(IEnumerable<Movement> movements) =>
        movements.Aggregate(Int128.Zero, (sum, one) => sum + Int128.Abs(one.Amount.MinorUnits));
}
