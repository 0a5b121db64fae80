using CloudBridge.Contract;
using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>
/// What happened to a guest's card. A card is asked for by POST: its UID is not to stand in any address.
/// </summary>
internal sealed class CardPages(LedgerFolder folder)
{
    private const int MostRecords = 100;
    private const int CodeLength = 36;
    private const string All = "/console/cards";

    /// <summary>What they show and can do.</summary>
    public IEnumerable<ConsoleRoute> Routes() =>
    [
        new ConsoleRoute("GET", All, AccountRole.Viewer, visit => Search(visit)),
        new ConsoleRoute("POST", All, AccountRole.Viewer, Find),
        new ConsoleRoute("GET", $"{All}/{{card}}", AccountRole.Viewer, visit => Show(visit)),
        new ConsoleRoute("POST", $"{All}/{{card}}/block", AccountRole.Operator, visit => Set(visit, CardState.Blocked)),
        new ConsoleRoute("POST", $"{All}/{{card}}/unblock", AccountRole.Operator, visit => Set(visit, CardState.Ok)),
    ];

    private static ConsoleReply Search(Visit visit, bool isMissed = false) => new ConsoleReply.Page(
        visit.Say(Phrases.Cards),
        Html.Of(
            $"""
            {Html.If(isMissed, () => Html.Of($"<p class=\"flaw\" role=\"alert\">{visit.Say(Phrases.NoSuchCard)}</p>"))}
            {Parts.Form(visit, All, Parts.Field(visit, "what", Phrases.CardName), Phrases.Search)}
            """),
        isMissed ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);

    private ConsoleReply Find(Visit visit)
    {
        var found = Named(visit.Field("what"));
        return found.Count switch
        {
            0 => Search(visit, isMissed: true),
            1 => new ConsoleReply.Moved($"{All}/{found[0]}"),
            _ => new ConsoleReply.Page(visit.Say(Phrases.Cards), Html.Of(
                $"""
                <p>{visit.Say(Phrases.SeveralCards)}</p>
                <ul>{Html.Each(found, card => Html.Of($"<li>{Parts.Link(card)}</li>"))}</ul>
                """)),
        };
    }

    /// <summary>
    /// All that it may mean, as token, UID, printed number or end of a QR code: files that were imported have numbers
    /// twice, and one that is chosen here by chance is another guest's.
    /// </summary>
    private IReadOnlyList<CardToken> Named(string what)
    {
        var named = new List<CardToken>();
        if (CardToken.TryParse(what, out var token))
            named.Add(token);
        if (CardUid.TryParse(what, out var uid))
            named.Add(folder.Cards.TokenOf(uid));
        Guid? qr = what.Length >= CodeLength && Guid.TryParseExact(what[^CodeLength..], "D", out var code)
            ? code
            : null;
        return folder.Store.Read(books => named.Where(books.Knows).ToList())
            .Union(folder.Cards.Find(what, qr))
            .ToList();
    }

    private ConsoleReply Show(Visit visit, Html? flaw = null)
    {
        if (!CardToken.TryParse(visit.Path("card"), out var card))
            return Search(visit, isMissed: true);
        var (view, suspense) = folder.Store.Read(books => books.Find(card) is { } entry
            ? (CardView.Of(entry, books), books.Accounts.SuspenseOf(card))
            : default);
        if (view is null)
            return Search(visit, isMissed: true);
        var records = RecentRecords.Of(folder.Store, card, MostRecords);
        return new ConsoleReply.Page(
            visit.Say(Phrases.Card),
            Html.Of(
                $"""
                {Parts.Flaw(visit, flaw)}
                {Parts.Facts(visit, [.. FactsOf(visit, view, suspense)])}
                {Html.If(visit.May(AccountRole.Operator) && !view.IsReissued, () => Change(visit, view))}
                <h2>{visit.Say(Phrases.WhatHappened)}</h2>
                {Parts.Table(
                    visit,
                    [Phrases.When, Phrases.Kind, Phrases.Terminal, Phrases.Record, Phrases.Amount, Phrases.Reason],
                    [.. records.Select(record => Row(visit, record))])}
                <p>{visit.Say(Phrases.MoreInLog, MostRecords)}</p>
                """),
            flaw is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static IEnumerable<(Phrase Name, Html Value)> FactsOf(
        Visit visit, CardView card, IReadOnlyList<AssetAmount> suspense)
    {
        yield return (Phrases.State, Parts.State(card.State == CardState.Ok, visit.Say(
            card.IsReissued ? Phrases.CardReissued
            : card.State == CardState.Ok ? Phrases.CardOk
            : Phrases.CardBlocked)));
        yield return (Phrases.Balances, Html.Each(
            card.Balances, row => Html.Of($"{Parts.Amount(visit, row.Asset, row.Amount.MinorUnits)} ")));
        if (suspense.Count > 0)
            yield return (Phrases.Suspense, Html.Each(
                suspense, row => Html.Of($"{Parts.Amount(visit, row.Asset, row.Amount.MinorUnits)} ")));
        yield return (Phrases.Entitlements, card.Entitlements.Count == 0
            ? Parts.Text("–")
            : Html.Each(card.Entitlements, row => Html.Of(
                $"""
                <span>{row.Asset.ToString()} → {Parts.Moment(visit, row.ThroughMilliseconds)}</span>
                """)));
        yield return (Phrases.ValidThrough, Parts.Moment(visit, card.ValidThroughMilliseconds));
        yield return (Phrases.Class, Parts.Text(EnumName.Of(card.Class)));
        yield return (Phrases.Token, Html.Of($"<code>{card.Card.ToString()}</code>"));
        yield return (Phrases.Wallet, Html.Of($"<code>{card.Wallet.ToString()}</code>"));
    }

    private static TableRow Row(Visit visit, RecentRecord record) => Parts.Row(
        Parts.Made(visit, record.AtMilliseconds, record.IsTrusted, record.CameMilliseconds),
        Parts.Text(FactWords.NameOf(visit, record.Kind)),
        record.Terminal is { } terminal ? Parts.Link(terminal) : Parts.Text(visit.Say(Phrases.AtLedger)),
        Parts.Text(record.Record ?? "–"),
        Html.Each(record.Amounts, row => Html.Of($"{Parts.Amount(visit, row.Asset, row.Amount.MinorUnits)} ")),
        Parts.Text(record.Reason is { } reason ? ReasonWords.NameOf(visit, (Reason)reason) : record.Note ?? ""));

    private static Html Change(Visit visit, CardView card) => card.State == CardState.Ok
        ? Parts.Form(visit, $"{All}/{card.Card}/block", Parts.Note(visit, Phrases.KeptNote), Phrases.Block)
        : Parts.Form(visit, $"{All}/{card.Card}/unblock", Parts.Note(visit, Phrases.KeptNote), Phrases.Unblock);

    private ConsoleReply Set(Visit visit, CardState state)
    {
        if (!CardToken.TryParse(visit.Path("card"), out var card))
            return Search(visit, isMissed: true);
        if (Parts.FlawOfNote(visit) is { } flaw)
            return Show(visit, flaw);
        var outcome = folder.Cards.Change(
            card, card.ToString(), new CardChange { State = state, Note = visit.Field("note") }, visit.By);
        return outcome.Why is { } why
            ? Show(visit, Parts.English(why.What))
            : new ConsoleReply.Moved($"{All}/{card}?done=1");
    }
}
