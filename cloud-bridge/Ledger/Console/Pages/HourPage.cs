using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Sales, litres and entries by hour.</summary>
internal sealed class HourPage(LedgerFolder folder, TimeProvider time)
{
    private const string Here = "/console/hours";
    private const int MicrolitresACentilitre = 10_000;

    private static readonly int[] Spans = [24, 72, 168];

    /// <summary>What it shows.</summary>
    public IEnumerable<ConsoleRoute> Routes() => [new ConsoleRoute("GET", Here, AccountRole.Viewer, Show)];

    private ConsoleReply Show(Visit visit)
    {
        var span = Array.Find(Spans, one => $"{one}" == visit.Query("last"));
        if (span == 0)
            span = Spans[0];
        var first = time.GetUtcNow().ToUnixTimeSeconds() / 3_600 - span + 1;
        var lines = folder.Store.Read(books => LinesOf(visit, books.Hours, first, span));
        return new ConsoleReply.Page(visit.Say(Phrases.Hours), Html.Of(
            $"""
            <p>{Html.Each(Spans, one => Html.Of(
                $"<a href=\"{Here}?last={one}\">{visit.Say(Phrases.LastHours, one)}</a> "))}
            {visit.Say(Phrases.InUtc)}</p>
            {Html.If(lines.Count == 0, () => Html.Of($"<p>{visit.Say(Phrases.Nothing)}</p>"))}
            {Html.Each(lines, line => Section(visit, line, first))}
            """));
    }

    private static List<Line> LinesOf(Visit visit, HourBook book, long first, int span)
    {
        var (sold, litres, entries) = (
            new SortedDictionary<AssetId, Int128[]>(), new Int128[span], new Int128[span]);
        foreach (var (hour, total) in book.From(first))
        {
            // A record of an hour that is still to come there is none, but of one that begins now.
            if (hour - first >= span)
                break;
            var at = (int)(hour - first);
            foreach (var (asset, amount) in total.Sold)
            {
                if (!sold.TryGetValue(asset, out var sums))
                    sold[asset] = sums = new Int128[span];
                sums[at] += amount;
            }
            litres[at] = total.Microlitres / MicrolitresACentilitre;
            entries[at] = total.Entries;
        }
        var lines = sold
            .Select(row => new Line(
                visit.Say(Phrases.Sold, row.Key), row.Value, value => AmountText.Write(visit.Language, row.Key, value)))
            .ToList();
        if (litres.Any(value => value != 0))
            lines.Add(new Line(visit.Say(Phrases.Litres), litres, visit.Language.Hundredths));
        if (entries.Any(value => value != 0))
            lines.Add(new Line(visit.Say(Phrases.Entries), entries, visit.Language.Count));
        return lines;
    }

    private static Html Section(Visit visit, Line line, long first) => Html.Of(
        $"""
        <section><h2>{line.Name}</h2>
        <p>{visit.Say(Phrases.InAll, line.Write(line.Values.Aggregate((sum, value) => sum + value)))}</p>
        {Plot.Of(line.Name, first, line.Values, line.Write)}
        <details><summary>{visit.Say(Phrases.AsTable)}</summary>
        {Parts.Table(
            visit,
            [Phrases.When, Phrases.HowMuch],
            [
                .. line.Values.Index().Where(row => row.Item != 0).Select(row => Parts.Row(
                    Parts.Moment(visit, (first + row.Index) * 3_600_000), Parts.Text(line.Write(row.Item)))),
            ])}
        </details></section>
        """);

    /// <summary>What is counted, an hour each.</summary>
    private sealed record Line(string Name, Int128[] Values, Func<Int128, string> Write);
}
