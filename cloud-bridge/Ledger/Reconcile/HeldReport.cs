using System.Globalization;
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

    /// <summary>First what follows the books, and of that the longest: a terminal's own is sooner that.</summary>
    public static IEnumerable<ReportRow> Of(TerminalBook book) => Choices(book).Select(choice => choice.Row);

    /// <summary>The same with the branch that each is about.</summary>
    public static IEnumerable<(ReportRow Row, HeldBranch Branch)> Choices(TerminalBook book)
    {
        var branches = book.Held.Branches();
        return branches
            .OrderBy(branch => PlaceOf(book, branch.Root) != Place.Next)
            .ThenByDescending(branch => branch.Count)
            .ThenBy(branch => branch.End.Position)
            .Take(MostRows)
            .Select(branch => (Of(book, branch, branches.Count - 1), branch));
    }

    /// <summary>How many <see cref="Of(TerminalBook)"/> has, which are not made for it.</summary>
    public static int RowsOf(TerminalBook book) => Math.Min(MostRows, book.Held.Branches().Count);

    /// <summary>A held record in a line, for who looks where a branch is to be cut.</summary>
    public static string Describe(TerminalBook book, HeldLine line)
    {
        var head = StoredLine.Read(line.Line).OrThrow().Head;
        var time = head.Stamp.WallTime.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $"{HeldPlace.Write(line)} behind {line.Previous}: {time}{(head.Stamp.Trusted ? "" : " or so")} " +
            $"{head.Kind} " + Sums(book, [line]);
    }

    private static ReportRow Of(TerminalBook book, HeldBranch branch, int others)
    {
        var (first, own) = (branch.Root, branch.Own);
        var shared = branch.Count - own.Count;
        return new ReportRow(
            null,
            ReconcileReport.Held,
            book.Terminal,
            own[0].Position.ToString(),
            $"{own.Count} records from {own[0].Position} through {HeldPlace.Write(branch.End)} were handed in after " +
            $"it was revoked{(shared > 0 ? $", behind {shared} that another branch has as well" : "")}" +
            $"{WordsOf(book, first)}; {Sums(book, own)}; before that it had written " +
            (book.QueueEnd?.ToString() ?? "nobody knows how far") +
            (others > 0 ? $"; so many other branches are held: {others}" : ""),
            ReconcileReport.ToDoOfHeld);
    }

    private static Place PlaceOf(TerminalBook book, HeldLine first) =>
        book.PlaceOf(first.Position, first.Previous, first.Hash);

    private static string WordsOf(TerminalBook book, HeldLine first) =>
        book.Held.FollowsRefused(first.Previous) ? ", and follow what was refused"
        : PlaceOf(book, first) switch
        {
            Place.Next => ", and follow what is booked",
            Place.Beside => ", beside what is booked",
            _ => ", and follow what is not here",
        };

    /// <summary>Each thing once: what is booked already, or is said twice here, moves nothing more.</summary>
    private static string Sums(TerminalBook book, IReadOnlyList<HeldLine> lines)
    {
        var said = lines.Where(line => !IsBooked(book, line)).DistinctBy(line => line.Said).ToList();
        var movements = said
            .SelectMany(line => line.Movements)
            .GroupBy(movement => (movement.Asset, movement.Amount.IsPositive))
            .Select(group =>
                $"they {(group.Key.IsPositive ? "give" : "take")} {SumOf(group)} {group.Key.Asset}")
            .Order(StringComparer.Ordinal)
            .ToList();
        return (movements.Count == 0 ? "they move nothing" : string.Join(", ", movements)) +
            (said.Count < lines.Count ? $", and so many say again what others say: {lines.Count - said.Count}" : "");
    }

    private static bool IsBooked(TerminalBook book, HeldLine line) =>
        line.Again is { } head && book.SayingOf(head, line.Fact, line.Hash, isBeside: false) == Saying.Again;

    /// <summary>Of any number of lines that somebody made up.</summary>
    private static Int128 SumOf(IEnumerable<Movement> movements) =>
        movements.Aggregate(Int128.Zero, (sum, one) => sum + Int128.Abs(one.Amount.MinorUnits));
}
