namespace CloudBridge.Ledger;

/// <summary>The first page: what does not sell and why, what is not sent, what somebody must decide.</summary>
internal sealed class OverviewPage(LedgerFolder folder, FleetView fleet, TimeProvider time)
{
    private const int MostRows = 200;
    private const string Here = "/console";

    /// <summary>In files, some behind a lock: a page that looks by itself does not read them each time.</summary>
    private readonly Seldom<(int Asking, IReadOnlyList<RejectedFile> Rejected)> beside = new(
        () => (EnrollingPart.Asking(folder).Count, folder.Rejected().All()), TimeSpan.FromMinutes(1), time);

    /// <summary>What it shows.</summary>
    public IEnumerable<ConsoleRoute> Routes() => [new ConsoleRoute("GET", Here, AccountRole.Viewer, Show)];

    private ConsoleReply Show(Visit visit)
    {
        var (now, isStill) = (time.GetUtcNow(), visit.Query("still") is not null);
        var all = fleet.All(folder.Store);
        var rows = all.Where(row => !row.IsRevoked).ToList();
        var (asking, rejected) = beside.Get(visit.IsByHand);
        var open = folder.Store.Read(books => ReconcileReport.OpenKinds(books, rejected, now));
        // With script it looks again by itself; without, and where nobody answers, once a minute.
        return new ConsoleReply.Page(visit.Say(Phrases.Overview), Html.Of(
            $"""
            <div id="live"{Html.If(!isStill, () => Html.Of(
                $" hx-get=\"{Here}\" hx-trigger=\"every 10s\" hx-select=\"#live\" hx-swap=\"outerHTML\""))}>
            <p class="asof">{visit.Say(Phrases.AsOf, visit.Language.Moment(now.ToUnixTimeMilliseconds()))}
            {Html.If(!isStill, () => Html.Of($"<a href=\"{Here}?still=1\">{visit.Say(Phrases.StayStill)}</a>"))}
            {Html.If(isStill, () => Html.Of($"<a href=\"{Here}\">{visit.Say(Phrases.LookAgain)}</a>"))}</p>
            {Html.If(!fleet.IsConnected, () => Html.Of(
                $"<p class=\"flaw\" role=\"alert\">{visit.Say(Phrases.NoBroker)}</p>"))}
            {Html.If(fleet.AreBehind(folder.Store), () => Html.Of(
                $"<p class=\"flaw\" role=\"alert\">{visit.Say(Phrases.BooksBehind)}</p>"))}
            {Numbers(visit, all, open.Values.Sum(), asking)}
            {NotSelling(visit, [.. rows.Where(row => !row.Sells)])}
            <h2>{visit.Say(Phrases.Decisions)}</h2>
            {Kinds(visit, open)}
            {Selling(visit, [.. rows.Where(row => row.Sells)])}
            </div>
            """))
        {
            LooksAgainAt = isStill ? null : $"{Here}?{Visit.Again}=1",
        };
    }

    private static Html Numbers(Visit visit, IReadOnlyList<TerminalRow> all, int open, int asking)
    {
        var (language, inUse) = (visit.Language, all.Count(row => !row.IsRevoked));
        var selling = all.Count(row => row.Sells);
        var sell = visit.Say(Phrases.SoManyOf, language.Count(selling), language.Count(inUse));
        // Also of those that were revoked: what they sold before is not here either.
        var unsent = all.Aggregate(Int128.Zero, (sum, row) => sum + (row.Seen.Unsent ?? 0));
        var unknown = all.Count(row => row.IsUnsentUnknown);
        var risk = all.Aggregate(Int128.Zero, (sum, row) => sum + row.AtRisk);
        return Parts.Facts(
            visit,
            (Phrases.SellNow, Parts.State(selling == inUse, sell)),
            (Phrases.Unsent, Parts.State(unsent == 0 && unknown == 0, unknown == 0
                ? language.Count(unsent)
                : visit.Say(Phrases.UnsentOfSome, language.Count(unsent), language.Count(unknown)))),
            (Phrases.AtRisk, Parts.State(risk == 0, language.Hundredths(risk))),
            (Phrases.ToDecide, Html.Of(
                $"<a href=\"/console/decisions\">{Parts.State(open == 0, language.Count(open))}</a>")),
            (Phrases.Asking, Html.Of(
                $"<a href=\"/console/terminals\">{Parts.State(asking == 0, language.Count(asking))}</a>")));
    }

    private static Html NotSelling(Visit visit, List<TerminalRow> rows) => Html.Of(
        $"""
        <h2>{visit.Say(Phrases.NotSelling)}</h2>
        {TerminalTable.Of(visit, [.. rows.Take(MostRows)])}
        {Others(visit, rows.Count - MostRows)}
        """);

    /// <summary>That which has most to send comes first: it is the next to be looked at.</summary>
    private static Html Selling(Visit visit, List<TerminalRow> rows) => Html.Of(
        $"""
        <h2>{visit.Say(Phrases.Selling)}</h2>
        {Html.If(rows.Count == 0, () => Html.Of($"<p class=\"none\">{visit.Say(Phrases.Nothing)}</p>"))}
        <ul class="names">{Html.Each(
            rows.OrderByDescending(row => row.Seen.Unsent ?? 0).Take(MostRows), row => Html.Of(
                $"<li>{Parts.Link(row.Seen.Terminal)}{Unsent(visit, row)}</li>"))}</ul>
        {Others(visit, rows.Count - MostRows)}
        """);

    private static Html Unsent(Visit visit, TerminalRow row) => Html.If(
        row.Seen.Unsent > 0,
        () => Html.Of(
            $" <small>{visit.Say(Phrases.SoManyUnsent, visit.Language.Count(row.Seen.Unsent!.Value))}</small>"));

    private static Html Others(Visit visit, int more) => Html.If(more > 0, () => Html.Of(
        $"<p><a href=\"/console/terminals\">{visit.Say(Phrases.AndMore, visit.Language.Count(more))}</a></p>"));

    private static Html Kinds(Visit visit, IReadOnlyDictionary<string, int> open) => Parts.Table(
        visit,
        [Phrases.Kind, Phrases.HowMany],
        [
            .. open.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => Parts.Row(
                Html.Of($"<a href=\"/console/decisions?kind={row.Key}\">{RowWords.NameOf(visit, row.Key)}</a>"),
                Parts.Text(visit.Language.Count(row.Value)))),
        ]);
}
