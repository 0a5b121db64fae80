using System.Globalization;

namespace CloudBridge.Ledger;

/// <summary>Who did what, as the ledger's own log says it.</summary>
internal sealed class ActPage(LedgerFolder folder)
{
    private const int MostRows = 100;
    private const string Here = "/console/acts";

    /// <summary>What it shows.</summary>
    public IEnumerable<ConsoleRoute> Routes() => [new ConsoleRoute("GET", Here, AccountRole.Viewer, Show)];

    private ConsoleReply Show(Visit visit)
    {
        var by = visit.Query("by");
        var before = long.TryParse(
            visit.Query("before"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : long.MaxValue;
        var rows = folder.Store.Read(books => books.Acts.Latest
            .Where(one => one.Number < before && (by is null || one.Row.By == by))
            .Take(MostRows + 1)
            .ToList());
        var (shown, isMore) = (rows.Take(MostRows).ToList(), rows.Count > MostRows);
        return new ConsoleReply.Page(visit.Say(Phrases.Acts), Html.Of(
            $"""
            {Html.If(by is not null, () => Html.Of(
                $"<p>{Who(visit, by)} <a href=\"{Here}\">{visit.Say(Phrases.Everybody)}</a></p>"))}
            {Parts.Table(
                visit,
                [Phrases.When, Phrases.Who, Phrases.Kind, Phrases.What, Phrases.Why],
                [.. shown.Select(one => Row(visit, one.Row))])}
            {Html.If(isMore, () => Next(visit, shown[^1].Number, by))}
            <p>{visit.Say(Phrases.AllInLog, visit.Language.Count(ActBook.Most))}</p>
            """));
    }

    private static TableRow Row(Visit visit, ActRow row) => Parts.Row(
        Parts.Moment(visit, row.AtMilliseconds),
        row.By is null ? Who(visit, row.By) : Html.Of($"<a href=\"{Here}?by={row.By}\">{Who(visit, row.By)}</a>"),
        Parts.Text(ActWords.NameOf(visit, row.Kind)),
        Html.Of(
            $"""
            {Html.If(row.Amount is not null, () => Parts.Amount(
                visit, row.Amount!.Value.Asset, row.Amount.Value.Amount.MinorUnits))}
            {row.What}
            {Html.If(row.UntilMilliseconds is not null, () => Html.Of(
                $"{visit.Say(Phrases.Until)} {Parts.Moment(visit, row.UntilMilliseconds)}"))}
            """),
        Parts.Text(row.Note));

    private static Html Who(Visit visit, string? by) => Parts.Text(
        by is null ? visit.Say(Phrases.CommandLine)
        : by == ActRow.Unknown ? visit.Say(Phrases.Unknown)
        : by.StartsWith(ActRow.Command, StringComparison.Ordinal)
            ? visit.Say(Phrases.ByCommand, by[ActRow.Command.Length..])
        : by.StartsWith(ActRow.Console, StringComparison.Ordinal) ? by[ActRow.Console.Length..]
        : visit.Say(Phrases.ByToken, by));

    private static Html Next(Visit visit, long before, string? by)
    {
        var whose = by is null ? "" : $"&by={Uri.EscapeDataString(by)}";
        return Html.Of(
            $"<p><a href=\"{Here}?before={before}{whose}\" rel=\"next\">{visit.Say(Phrases.Earlier)}</a></p>");
    }
}
