using System.Globalization;
using CloudBridge.Contract;
using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>What needs a decision: rows, records that do not come, money in suspense. Each with a note.</summary>
internal sealed class DecisionPages(LedgerFolder folder, TimeProvider time)
{
    private const int MostRows = 200;
    private const string All = "/console/decisions";

    /// <summary>What they show and can do.</summary>
    public IEnumerable<ConsoleRoute> Routes() =>
    [
        new ConsoleRoute("GET", All, AccountRole.Viewer, visit => Show(visit)),
        new ConsoleRoute("POST", $"{All}/rows/{{row}}", AccountRole.Treasurer, CloseRow),
        new ConsoleRoute("POST", $"{All}/gaps", AccountRole.Treasurer, EndGap),
        new ConsoleRoute("POST", $"{All}/waiting", AccountRole.Treasurer, EndWaiting),
        new ConsoleRoute("POST", $"{All}/suspense", AccountRole.Treasurer, Settle),
    ];

    private ConsoleReply Show(Visit visit, Html? flaw = null)
    {
        var (kind, isClosed) = (visit.Query("kind"), visit.Query("state") == "closed");
        var rejected = folder.Rejected().All();
        var (rows, gaps, suspense) = folder.Store.Read(books => (
            isClosed ? ReconcileReport.Closed(books) : ReconcileReport.Open(books, rejected, time.GetUtcNow()),
            OpenGap.All(books).ToList(),
            books.Accounts.Suspense.ToList()));
        var shown = rows.Where(row => kind is null || row.Kind == kind).Reverse().ToList();
        return new ConsoleReply.Page(
            visit.Say(Phrases.Decisions),
            Html.Of(
                $"""
                {Parts.Flaw(visit, flaw)}
                <p><a href="{All}">{visit.Say(Phrases.OpenRows)}</a>
                <a href="{All}?state=closed">{visit.Say(Phrases.ClosedRows)}</a></p>
                {Chosen(visit, kind)}
                {Rows(visit, [.. shown.Take(MostRows)])}
                {Html.If(shown.Count > MostRows, () => Html.Of(
                    $"<p>{visit.Say(Phrases.AndMore, visit.Language.Count(shown.Count - MostRows))}</p>"))}
                {Asking(visit, EnrollingPart.Asking(folder))}
                {Html.If(gaps.Count > 0, () => Gaps(visit, gaps))}
                {Html.If(suspense.Count > 0, () => Suspense(visit, suspense))}
                """),
            flaw is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static Html Chosen(Visit visit, string? kind) => Html.If(kind is not null, () => Html.Of(
        $"<p>{RowWords.NameOf(visit, kind!)} · <a href=\"{All}\">{visit.Say(Phrases.AllKinds)}</a></p>"));

    private static Html Rows(Visit visit, IReadOnlyList<ReportRow> rows) => Parts.Table(
        visit,
        [Phrases.Kind, Phrases.Terminal, Phrases.Record, Phrases.What, Phrases.ToDo, Phrases.Decision],
        [
            .. rows.Select(row => Parts.Row(
                Parts.Text(row.Row is { } number
                    ? $"{number} {RowWords.NameOf(visit, row.Kind)}"
                    : RowWords.NameOf(visit, row.Kind)),
                row.Terminal is { } terminal ? Parts.Link(terminal) : Parts.Text("–"),
                Parts.Text(row.Record ?? "–"),
                Sentences.Of(visit, row.What),
                RowWords.ToDoOf(visit, row),
                Decision(visit, row))),
        ]);

    private static Html Decision(Visit visit, ReportRow row) =>
        row.Note is { } note
            ? Html.Of($"{Parts.Moment(visit, row.ClosedAtMilliseconds)} {note}")
        : row.Row is { } number && visit.May(AccountRole.Treasurer)
            ? Html.Of(
                $"""
                <details class="inline"><summary>{visit.Say(Phrases.Settle)}</summary>
                {Parts.Form(visit, $"{All}/rows/{number}", Parts.Note(visit), Phrases.Settle)}</details>
                """)
        : Parts.Text("–");

    private static Html Asking(Visit visit, IReadOnlyList<TerminalId> terminals) => Html.If(
        terminals.Count > 0,
        () => Html.Of(
            $"""
            <h2>{visit.Say(Phrases.Asking)}</h2>
            <ul>{Html.Each(terminals, one => Html.Of(
                $"<li><a href=\"/console/terminals\">{one.ToString()}</a></li>"))}</ul>
            """));

    private static Html Gaps(Visit visit, IReadOnlyList<OpenGap> gaps) => Html.Of(
        $"""
        <h2>{visit.Say(Phrases.Gaps)}</h2><p>{visit.Say(Phrases.AboutGaps)}</p>
        {Html.Each(gaps, gap => Html.Of(
            $"""
            <article class="waiting"><h3>{gap.Terminal.ToString()}</h3>
            <p>{visit.Say(
                gap.End is { HasOthers: true } ? Phrases.GapAmongOthers : Phrases.Gap,
                gap.From,
                gap.Through,
                gap.Waiting)}</p>
            {Html.If(visit.May(AccountRole.Treasurer), () => GapForms(visit, gap))}</article>
            """))}
        """);

    /// <summary>
    /// Two forms: which branch is meant is another question in each, and nobody is to answer the wrong one.
    /// </summary>
    private static Html GapForms(Visit visit, OpenGap gap) => Html.Of(
        $"""
        {Html.If(!gap.IsLeft, () => WithoutForm(visit, gap))}
        {Html.If(gap.First.Count > 0, () => BesideForm(visit, gap))}
        """);

    private static Html WithoutForm(Visit visit, OpenGap gap) => Html.Of(
        $"""
        <details><summary>{visit.Say(Phrases.GoOnWithout)} …</summary>
        <p>{(gap.Ends is { } key ? visit.Say(Phrases.AboutEnding, key) : visit.Say(Phrases.AboutGoingOn))}</p>
        {Parts.Form(
            visit,
            $"{All}/gaps",
            Html.Of(
                $"""
                {PlaceOf(gap)}
                {Html.If(gap.Hash is not null, () => Parts.Hidden("hash", $"{gap.Hash}"))}
                {Html.If(gap.Branches.Count > 1, () => Parts.Choice(
                    visit, "hash", Phrases.WhichBranch, gap.Branches.Select(branch => NameOf(visit, branch))))}
                {Parts.Note(visit)}
                """),
            Phrases.GoOnWithout)}</details>
        """);

    private static Html BesideForm(Visit visit, OpenGap gap) => Html.Of(
        $"""
        <details><summary>{visit.Say(Phrases.BookBeside)} …</summary>
        <p>{visit.Say(Phrases.AboutBookingBeside)}</p>
        {Parts.Form(
            visit,
            $"{All}/waiting",
            Html.Of(
                $"""
                {PlaceOf(gap)}
                {Html.If(gap.First.Count > 1, () => Parts.Choice(
                    visit,
                    "hash",
                    Phrases.WhichRecord,
                    [("", visit.Say(Phrases.AllThatWait)), .. gap.First.Select(line => LineOf(visit, line))]))}
                {Parts.Note(visit)}
                """),
            Phrases.BookBeside)}</details>
        """);

    private static Html PlaceOf(OpenGap gap) => Html.Of(
        $"""
        {Parts.Hidden("terminal", gap.Terminal.ToString())}
        {Parts.Hidden("epoch", Digits(gap.Through.Epoch))}{Parts.Hidden("through", Digits(gap.Through.Sequence))}
        """);

    private static (string Value, string Text) NameOf(Visit visit, ParkedLine branch) =>
        (branch.Previous.ToString(), $"{branch.Position}, {Made(visit, branch)}, {branch.Previous}");

    private static (string Value, string Text) LineOf(Visit visit, ParkedLine line) =>
        (line.Hash.ToString(), $"{line.Position}, {Made(visit, line)}, {line.Hash}");

    private static string Made(Visit visit, ParkedLine line) =>
        Times.Made(visit, line.Stamp.WallMilliseconds, line.Stamp.Trusted, line.AtMilliseconds);

    private static Html Suspense(Visit visit, IReadOnlyList<Posting> rows) => Html.Of(
        $"""
        <h2>{visit.Say(Phrases.Suspense)}</h2><p>{visit.Say(Phrases.AboutSuspense)}</p>
        {Html.Each(rows, row => Html.Of(
            $"""
            <article class="waiting"><h3>{Parts.Amount(visit, row.Asset, row.Amount.MinorUnits)}</h3>
            <p>{visit.Say(Phrases.Card)} {Parts.Link(CardOf(row))}</p>
            {Html.If(visit.May(AccountRole.Treasurer), () => SuspenseForm(visit, row))}</article>
            """))}
        """);

    private static Html SuspenseForm(Visit visit, Posting row) => Parts.Form(
        visit,
        $"{All}/suspense",
        Html.Of(
            $"""
            {Parts.Hidden("card", CardOf(row).ToString())}{Parts.Hidden("asset", row.Asset.ToString())}
            {Parts.Hidden("seen", row.Amount.ToString())}
            {Parts.Field(visit, "amount", Phrases.Amount, AmountText.Plain(row.Asset, row.Amount))}
            {Parts.Field(visit, "wallet", Phrases.WalletOrCards, isNeeded: false)}
            {Parts.Note(visit)}
            """),
        Phrases.Settle);

    private static CardToken CardOf(Posting row) =>
        row.Account.IsSuspenseOf(out var card) ? card : default;

    private ConsoleReply CloseRow(Visit visit) =>
        TryNumber(visit.Path("row"), out var number)
            ? Decided(visit, (treasury, key) => treasury.CloseRow(number, visit.Field("note"), key))
            : Flawed(visit, Phrases.NoSuchRow, visit.Path("row"));

    private ConsoleReply EndGap(Visit visit) =>
        TryGap(visit, out var terminal, out var through, out var hash)
            ? Decided(visit, (treasury, key) => treasury.CloseGap(
                terminal, through, visit.Field("note"), hash: hash, key: key))
            : Flawed(visit, Phrases.BadForm);

    private ConsoleReply EndWaiting(Visit visit) =>
        TryGap(visit, out var terminal, out var through, out var hash)
            ? Decided(visit, (treasury, key) => treasury.BookWaiting(
                terminal, through.Next(), visit.Field("note"), hash, key: key))
            : Flawed(visit, Phrases.BadForm);

    /// <returns>False: it is not as it was given.</returns>
    private static bool TryGap(Visit visit, out TerminalId terminal, out RecordPosition through, out Digest? hash)
    {
        (through, hash) = (default, null);
        if (!TerminalId.TryParse(visit.Field("terminal"), out terminal) ||
            !TryNumber(visit.Field("epoch"), out var epoch) || !TryNumber(visit.Field("through"), out var sequence))
            return false;
        through = new RecordPosition(epoch, sequence);
        if (visit.Field("hash").Length == 0)
            return true;
        if (!Digest.TryParse(visit.Field("hash"), out var chosen))
            return false;
        hash = chosen;
        return true;
    }

    private ConsoleReply Settle(Visit visit)
    {
        if (!CardToken.TryParse(visit.Field("card"), out var card) ||
            !AssetId.TryParse(visit.Field("asset"), out var asset) ||
            !long.TryParse(
                visit.Field("seen"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seen) ||
            seen is < -Money.Limit or > Money.Limit)
            return Flawed(visit, Phrases.BadForm);
        if (!AmountText.TryRead(visit.Field("amount"), asset, out var amount))
            return Flawed(visit, Phrases.BadAmount, asset, AmountText.Write(visit.Language, asset, 350));
        WalletId? wallet = null;
        if (visit.Field("wallet") is { Length: > 0 } name)
        {
            if (!WalletId.TryParse(name, out var named))
                return Flawed(visit, Phrases.BadWallet);
            wallet = named;
        }
        return Decided(visit, (treasury, key) => treasury.SettleSuspense(
            card, asset, amount, wallet, visit.Field("note"), new Money(seen), key));
    }

    private ConsoleReply Decided(Visit visit, Func<Treasury, RequestKey, string?> decide)
    {
        var treasury = folder.TreasuryOf(visit.Account.Name);
        return (Parts.FlawOfNote(visit) ?? Parts.Told(visit, decide(treasury, visit.KeyOf(folder.Cards)))) is { } why
            ? Show(visit, why)
            : new ConsoleReply.Moved($"{All}?done=1");
    }

    private ConsoleReply Flawed(Visit visit, Phrase phrase, params object[] what) =>
        Show(visit, Parts.Text(visit.Say(phrase, what)));

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}
