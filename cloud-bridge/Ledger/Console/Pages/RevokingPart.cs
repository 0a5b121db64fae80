using CloudBridge.Contract;
using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>
/// Takes a terminal out of the site, and decides on what it handed in after that. Both are on its own page.
/// </summary>
internal sealed class RevokingPart(LedgerFolder folder)
{
    /// <summary>So many records of a branch can be chosen as its end; further ones by a command.</summary>
    private const int MostPlaces = 50;

    private const string All = "/console/terminals";

    /// <summary>What it can do.</summary>
    /// <param name="show">The terminal's page, with why something was not done.</param>
    public IEnumerable<ConsoleRoute> Routes(Func<Visit, Html, ConsoleReply> show) =>
    [
        new ConsoleRoute("POST", $"{All}/{{terminal}}/revoke", AccountRole.Treasurer, visit => Told(
            visit, show, Revoke)),
        new ConsoleRoute("POST", $"{All}/{{terminal}}/held", AccountRole.Treasurer, visit => Told(
            visit, show, Decide)),
    ];

    /// <summary>What is held of a terminal, read from the books.</summary>
    /// <param name="book">Its.</param>
    public static IReadOnlyList<HeldChoice> ChoicesOf(TerminalBook book) =>
    [
        .. HeldReport.Choices(book).Select(choice => new HeldChoice(
            choice.Row.What,
            [
                .. choice.Branch.Own.Reverse().Take(MostPlaces).Select(
                    line => (HeldPlace.Write(line), HeldReport.Describe(book, line))),
            ],
            Math.Max(0, choice.Branch.Own.Count - MostPlaces))),
    ];

    /// <summary>The part; nothing for who may not decide and sees nothing held.</summary>
    /// <param name="visit">Whose.</param>
    /// <param name="terminal">Which.</param>
    /// <param name="isRevoked">It is one of the site's no more.</param>
    /// <param name="held">What is held of it.</param>
    public static Html Of(Visit visit, TerminalId terminal, bool isRevoked, IReadOnlyList<HeldChoice> held)
    {
        var isHis = visit.May(AccountRole.Treasurer);
        return Html.Of(
            $"""
            {Html.If(!isRevoked && isHis, () => Revoking(visit, terminal))}
            {Html.If(held.Count > 0, () => Html.Of(
                $"""
                <h2>{visit.Say(Phrases.HeldOf)}</h2><p>{visit.Say(Phrases.AboutHeld)}</p>
                {Html.Each(held, choice => Branch(visit, terminal, choice, isHis))}
                """))}
            """);
    }

    private static Html Revoking(Visit visit, TerminalId terminal) => Html.Of(
        $"""
        <details><summary>{visit.Say(Phrases.RevokeIt)} …</summary>
        <p>{visit.Say(Phrases.AboutRevoking)}</p>
        {Parts.Form(
            visit,
            $"{All}/{terminal}/revoke",
            Html.Of($"{Parts.Field(visit, "name", Phrases.NameToBeSure)}{Parts.Note(visit)}"),
            Phrases.RevokeIt)}</details>
        """);

    private static Html Branch(Visit visit, TerminalId terminal, HeldChoice choice, bool isHis) => Html.Of(
        $"""
        <article class="waiting"><p>{Sentences.Of(visit, choice.What)}</p>
        {Html.If(isHis, () => Html.Of(
            $"""
            {Decision(visit, terminal, choice, "book", Phrases.BookHeld, Phrases.AboutBookingHeld)}
            {Decision(visit, terminal, choice, "refuse", Phrases.RefuseHeld, Phrases.AboutRefusingHeld)}
            """))}
        </article>
        """);

    private static Html Decision(
        Visit visit, TerminalId terminal, HeldChoice choice, string decision, Phrase button, Phrase about) => Html.Of(
        $"""
        <details><summary>{visit.Say(button)} …</summary>
        <p>{visit.Say(about)}</p>
        {Html.If(choice.Further > 0, () => Html.Of(
            $"<p>{visit.Say(Phrases.FurtherHeld, visit.Language.Count(choice.Further))}</p>"))}
        {Parts.Form(
            visit,
            $"{All}/{terminal}/held",
            Html.Of(
                $"""
                {Parts.Hidden("decision", decision)}
                {Parts.Choice(visit, "through", Phrases.Through, choice.Places)}
                {Parts.Note(visit)}
                """),
            button)}</details>
        """);

    private static ConsoleReply Told(
        Visit visit, Func<Visit, Html, ConsoleReply> show, Func<Visit, TerminalId, Html?> act) =>
        !TerminalId.TryParse(visit.Path("terminal"), out var terminal)
            ? show(visit, Parts.Text(visit.Say(Phrases.BadName)))
        : (Parts.FlawOfNote(visit) ?? act(visit, terminal)) is { } why ? show(visit, why)
        : new ConsoleReply.Moved($"{All}/{terminal}?done=1");

    private Html? Revoke(Visit visit, TerminalId terminal) =>
        visit.Field("name") != terminal.ToString()
            ? Parts.Text(visit.Say(Phrases.AnotherName, terminal))
            : Parts.Told(visit, folder.TreasuryOf(visit.Account.Name).Revoke(
                terminal, visit.Account.Name, visit.Field("note"), visit.KeyOf(folder.Cards))?.What);

    private Html? Decide(Visit visit, TerminalId terminal)
    {
        var decision = visit.Field("decision");
        if (decision is not ("book" or "refuse") ||
            !HeldPlace.TryRead(visit.Field("through"), out var place, out var hash) || hash is null)
            return Parts.Text(visit.Say(Phrases.BadForm));
        return Parts.Told(visit, folder.TreasuryOf(visit.Account.Name).DecideHeld(
            terminal,
            decision == "book",
            visit.Field("note"),
            new RecordName(place.Epoch, place.Sequence, hash.Value),
            visit.KeyOf(folder.Cards))?.What);
    }
}
