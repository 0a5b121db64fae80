using CloudBridge.Contract;
using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>Creates terminals, and confirms or refuses those that ask.</summary>
internal sealed class CreatePages(LedgerFolder folder)
{
    private const string All = "/console/terminals";

    /// <summary>What they can do.</summary>
    public IEnumerable<ConsoleRoute> Routes() =>
    [
        new ConsoleRoute("POST", All, AccountRole.Operator, visit => Create(visit, isNewKey: false)),
        new ConsoleRoute("POST", $"{All}/new-key", AccountRole.Operator, visit => Create(visit, isNewKey: true)),
        new ConsoleRoute("POST", $"{All}/{{terminal}}/confirm", AccountRole.Operator, visit => Decide(
            visit, Confirm)),
        new ConsoleRoute("POST", $"{All}/{{terminal}}/refuse", AccountRole.Operator, visit => Decide(
            visit, Refuse)),
    ];

    private ConsoleReply Create(Visit visit, bool isNewKey)
    {
        if (!TerminalId.TryParse(visit.Field("name"), out var terminal))
            return Back(visit, Parts.Text(visit.Say(Phrases.BadName)));
        var key = visit.KeyOf(folder.Cards);
        if (isNewKey)
            return Told(
                visit, terminal, folder.Desk.CreateForNewKey(terminal, key), visit.Say(Phrases.NewKey), isNewKey);
        if (!EnrolmentDesk.Profiles.Contains(visit.Field("profile"), StringComparer.Ordinal))
            return Back(visit, Parts.Text(visit.Say(Phrases.BadChoice, string.Join(", ", EnrolmentDesk.Profiles))));
        var profile = visit.Field("profile");
        return Told(
            visit, terminal, folder.Desk.Create(terminal, profile, TerminalLimits.Default, key), profile, isNewKey);
    }

    private ConsoleReply Told(
        Visit visit, TerminalId terminal, Outcome<CreatedPin> outcome, string what, bool isNewKey)
    {
        if (outcome is not Outcome<CreatedPin>.Done { Answer: { } made })
            return Back(visit, outcome.Why!.Kind == RefusalKind.TerminalKnown && !isNewKey
                ? Parts.Text(visit.Say(Phrases.NameTaken, terminal))
                : Parts.English(outcome.Why.What));
        var isOwn = folder.Server.IsOfOwnAuthority;
        var options = $"DIR{(isOwn ? $" --authority {SiteAuthority.CertificateName}" : "")}" +
            (isNewKey ? " --new-key" : "");
        var server = folder.Server.Address!.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return new ConsoleReply.Page(
            visit.Say(Phrases.Created, terminal),
            Html.Of(
                $"""
                <p>{visit.Say(Phrases.PinOnce)}</p>
                {Parts.Facts(
                    visit,
                    (Phrases.Name, Parts.Text($"{terminal} ({what})")),
                    (Phrases.Pin, Html.Of($"<strong class=\"pin\">{made.Pin}</strong>")),
                    (Phrases.PinHolds, Parts.Text(visit.Say(Phrases.Minutes, (int)made.Left.TotalMinutes))),
                    (Phrases.Server, Parts.Text(server)),
                    (Phrases.OnIt, Html.Of($"<code>edge-terminal enroll --server {server} --state {options}</code>")))}
                {Html.If(isOwn, () => Html.Of(
                    $"<p>{visit.Say(Phrases.CopyAuthority, folder.In(SiteAuthority.CertificateName))}</p>"))}
                {Html.If(!isNewKey, () => Alone(visit, what))}
                {QrPicture.Of($"{server}/enroll#{terminal}:{made.Pin}", visit.Say(Phrases.Created, terminal))}
                <p><a href="{All}">{visit.Say(Phrases.Terminals)}</a></p>
                """));
    }

    /// <summary>Nobody should learn at the bar what it may sell without the ledger.</summary>
    private Html Alone(Visit visit, string profile)
    {
        var limits = folder.Store.Read(books => books.Configs.ForProfile(profile, with: null))
            .LimitsOver(TerminalLimits.Default);
        return Html.Of(
            $"""
            <h2>{visit.Say(Phrases.AloneItMay)}</h2>
            {Parts.Facts(
                visit,
                (Phrases.OfflineTotal, Parts.Text(Sum(limits.OfflineTotal))),
                (Phrases.OfAWallet, Parts.Text(AloneLimits.ByClass(limits, one => one.OfflineLimit, Sum))),
                (Phrases.OfATap, Parts.Text(AloneLimits.ByClass(limits, one => one.FloorLimit, Sum))),
                (Phrases.NothingAfter, Parts.Text(visit.Say(Phrases.SoManyHours, AloneLimits.HoursOf(limits)))),
                (Phrases.Allowances, Parts.Text(AloneLimits.AllowancesOf(limits) ?? visit.Say(Phrases.Nothing))))}
            <p>{visit.Say(Phrases.OtherLimits)} <code>{AloneLimits.Change}</code></p>
            """);

        string Sum(Money money) => visit.Language.Hundredths(money.MinorUnits);
    }

    private ConsoleReply Decide(Visit visit, Func<Visit, TerminalId, Html?> decide) =>
        !TerminalId.TryParse(visit.Path("terminal"), out var terminal)
            ? Back(visit, Parts.Text(visit.Say(Phrases.BadName)))
        : (Parts.FlawOfNote(visit) ?? decide(visit, terminal)) is { } why ? Back(visit, why)
        : new ConsoleReply.Moved($"{All}?done={terminal}");

    private Html? Confirm(Visit visit, TerminalId terminal) =>
        Told(visit, terminal, folder.Desk.Confirm(terminal, visit.Field("words"), DeciderOf(visit)));

    private Html? Refuse(Visit visit, TerminalId terminal) =>
        Told(visit, terminal, folder.Desk.Refuse(terminal, DeciderOf(visit)));

    private static Html? Told(Visit visit, TerminalId terminal, Refusal? why) => why switch
    {
        null => null,
        { Kind: RefusalKind.NobodyWaits } => Parts.Text(visit.Say(Phrases.NobodyAsks, terminal)),
        { Kind: RefusalKind.WordsWrong } => Parts.Text(visit.Say(Phrases.WrongWords, terminal)),
        { What: var what } => Parts.English(what),
    };

    private static Decider DeciderOf(Visit visit) => new(visit.By, visit.Field("note"));

    private ConsoleReply Back(Visit visit, Html flaw) => new ConsoleReply.Page(
        visit.Say(Phrases.Terminals), new EnrollingPart(folder).Of(visit, flaw),
        StatusCodes.Status422UnprocessableEntity);
}
