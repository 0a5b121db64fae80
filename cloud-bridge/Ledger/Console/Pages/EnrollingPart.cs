using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Terminals that wait to be enrolled. The words of the key that asks are not shown: who confirms reads them at the
/// terminal, or they would prove nothing.
/// </summary>
internal sealed class EnrollingPart(LedgerFolder folder)
{
    /// <summary>Those that ask, and that somebody must confirm or refuse.</summary>
    public static IReadOnlyList<TerminalId> Asking(LedgerFolder folder) =>
        [.. folder.Desk.List().Where(Asks).Select(one => one.Terminal)];

    /// <summary>The part; nothing for who may do nothing and sees nobody wait.</summary>
    /// <param name="visit">Whose.</param>
    /// <param name="flaw">Why something was not done.</param>
    public Html Of(Visit visit, Html? flaw = null)
    {
        var (enrolled, granted) = folder.Store.Read(books => (
            books.Terminals.ToDictionary(book => book.Terminal, book => book.Key.KeyId),
            books.Terminals.Where(book => book.Keys.Granted is not null)
                .ToDictionary(
                    book => book.Terminal,
                    book => (book.Keys.Granted!.Key.KeyId, HasBegun: book.Keys.Waiting is not null, book.IsRevoked))));
        var waiting = folder.Desk.List()
            .Where(one => Asks(one) || one is { Replaces: not null, Decision: null } ||
                !enrolled.ContainsKey(one.Terminal) && one.Decision != EnrolmentDecision.Confirmed)
            .OrderBy(one => one.Terminal.ToString(), StringComparer.Ordinal)
            .ToList();
        var isHis = visit.May(AccountRole.Operator);
        var unused = granted.Keys.OrderBy(one => one.ToString(), StringComparer.Ordinal).ToList();
        return Html.If(isHis || waiting.Count > 0 || unused.Count > 0, () => Html.Of(
            $"""
            <section aria-labelledby="enrolling"><h2 id="enrolling">{visit.Say(Phrases.Enrolling)}</h2>
            {Parts.Flaw(visit, flaw)}
            {Html.Each(waiting, one => Waiting(visit, one, isHis, IsHalf(one)))}
            {Html.Each(unused, one => Unused(visit, one, WhatItCosts(granted[one]), isHis))}
            {Html.If(isHis, () => Create(visit))}
            {Html.If(isHis, () => NewKey(visit))}
            </section>
            """));

        // Enrolled, and not told so: the ledger ended between the two.
        bool IsHalf(WaitingTerminal one) =>
            enrolled.TryGetValue(one.Terminal, out var key) && key == one.KeyId ||
            granted.TryGetValue(one.Terminal, out var next) && next.KeyId == one.KeyId;

        static Phrase? WhatItCosts((KeyId, bool HasBegun, bool IsRevoked) key) =>
            key.HasBegun ? Phrases.KeyHasBegun : key.IsRevoked ? Phrases.KeyOfRevoked : null;
    }

    private Html Waiting(Visit visit, WaitingTerminal waiting, bool isHis, bool isInBooks) => Html.Of(
        $"""
        <article class="waiting"><h3>{waiting.Terminal.ToString()} ({NameOf(visit, waiting)})</h3>
        <p>{visit.Say(isInBooks ? Phrases.BrokeOff : StateOf(waiting))}</p>
        {Html.If(isHis && Asks(waiting), () => Confirm(visit, waiting.Terminal))}
        {Html.If(isHis && waiting.Decision is null, () => Refuse(visit, waiting.Terminal, Phrases.Refuse))}
        </article>
        """);

    private static string NameOf(Visit visit, WaitingTerminal waiting) =>
        waiting.Replaces is null ? waiting.Profile : visit.Say(Phrases.NewKey);

    /// <summary>A key that was granted and that has signed nothing here yet: it can be taken back.</summary>
    private static Html Unused(Visit visit, TerminalId terminal, Phrase? warning, bool isHis) => Html.Of(
        $"""
        <article class="waiting"><h3>{terminal.ToString()} ({visit.Say(Phrases.NewKey)})</h3>
        <p>{visit.Say(Phrases.KeyWaits)}</p>
        {Html.If(warning is not null, () => Html.Of($"<p>{visit.Say(warning!)}</p>"))}
        {Html.If(isHis, () => Refuse(visit, terminal, Phrases.TakeBack))}
        </article>
        """);

    private static Html NewKey(Visit visit) => Html.Of(
        $"""
        <details><summary>{visit.Say(Phrases.NewKeyFor)}</summary>
        {Parts.Form(
            visit, "/console/terminals/new-key", Parts.Field(visit, "name", Phrases.Name), Phrases.NewKeyFor)}
        </details>
        """);

    private static Html Refuse(Visit visit, TerminalId terminal, Phrase button) => Parts.Form(
        visit, $"/console/terminals/{terminal}/refuse", Parts.Note(visit, Phrases.KeptNote), button);

    private static Html Confirm(Visit visit, TerminalId terminal) => Parts.Form(
        visit,
        $"/console/terminals/{terminal}/confirm",
        Html.Of($"{Parts.Field(visit, "words", Phrases.Words)}{Parts.Note(visit, Phrases.KeptNote)}"),
        Phrases.Confirm);

    private static Html Create(Visit visit) => Html.Of(
        $"""
        <details><summary>{visit.Say(Phrases.Create)}</summary>
        {Parts.Form(
            visit,
            "/console/terminals",
            Html.Of(
                $"""
                {Parts.Field(visit, "name", Phrases.Name)}
                {Parts.Choice(
                    visit, "profile", Phrases.Profile, EnrolmentDesk.Profiles.Select(profile => (profile, profile)))}
                """),
            Phrases.Create)}
        </details>
        """);

    private Phrase StateOf(WaitingTerminal waiting) =>
        waiting.Decision == EnrolmentDecision.Refused ? Phrases.WasRefused
        : Asks(waiting) ? Phrases.AsksNow
        : folder.Desk.HoldsPin(waiting) ? Phrases.WaitsForTerminal
        : Phrases.PinIsOver;

    private static bool Asks(WaitingTerminal waiting) => waiting is { Key: not null, Decision: null };
}
